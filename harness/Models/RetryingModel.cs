using Eval.Results.Records;

namespace Eval.Harness.Models;

/// <summary>
/// Waits for a place at the endpoint, tries, and tries again what may be tried again. Only the try that succeeded is clocked; waiting for
/// a place and between tries is told apart.
/// </summary>
internal sealed class RetryingModel(IModel inner, EndpointLimiter limiter, RetryOptions options, Random random, TimeProvider time) : IModel
{
    private readonly Lock _gate = new();

    public ModelSpec Spec => inner.Spec;

    public async Task<Completion> CompleteAsync(ModelRequest request, CancellationToken ct)
    {
        var queued = TimeSpan.Zero;
        var retryWait = TimeSpan.Zero;
        var billed = new List<Usage>();
        var began = time.GetTimestamp();
        var maxTries = request.IsTriedOnce ? 1 : options.MaxTries;
        using var starting = CancellationTokenSource.CreateLinkedTokenSource(ct, request.Stop);
        for (var retries = 0; ; retries++)
        {
            var before = time.GetTimestamp();
            var entered = await limiter.EnterAsync(starting.Token);
            queued += time.GetElapsedTime(before, entered);
            try
            {
                var completion = await inner.CompleteAsync(request, ct);
                limiter.Succeeded();
                return completion with
                {
                    Retries = retries,
                    BilledFailures = billed,
                    Timing = completion.Timing with { Queued = queued, RetryWait = retryWait },
                };
            }
            catch (ModelCallException e)
            {
                Leave(e, entered);
                billed.AddRange(e.BilledFailures);
                if (e.Failure != ModelCallFailure.Provider || retries + 1 >= maxTries || Wait(e, retries) is not { } wait)
                {
                    throw new ModelCallException(e.Failure, retries == 0 ? e.Message : $"{e.Message} ({retries + 1} tries)", e)
                    {
                        Status = e.Status,
                        RetryAfter = e.RetryAfter,
                        Break = e.Break,
                        Body = e.Body,
                        Reason = e.Reason,
                        Took = time.GetElapsedTime(began) - queued,
                        Retries = retries,
                        BilledFailures = billed,
                    };
                }

                await Task.Delay(wait, time, starting.Token);
                retryWait += time.GetElapsedTime(entered);
            }
            catch
            {
                limiter.Failed();
                throw;
            }
        }
    }

    private void Leave(ModelCallException failure, long entered)
    {
        if (failure.Status is 429 or 498 or 503 or 529)
        {
            limiter.Overloaded(entered);
        }
        else
        {
            limiter.Failed();
        }
    }

    /// <summary>Returns how long to wait; null when the endpoint wants more patience than there is.</summary>
    private TimeSpan? Wait(ModelCallException failure, int retries)
    {
        // Full jitter: calls that failed together do not come back together.
        var ceiling = Math.Min(options.LongestWait.TotalSeconds, options.FirstWait.TotalSeconds * Math.Pow(2, retries));
        double share;
        lock (_gate)
        {
            share = random.NextDouble();
        }

        var own = TimeSpan.FromSeconds(share * ceiling);
        if (failure.RetryAfter is not { } asked)
        {
            return own;
        }

        // A little later than asked, and not all at once; never sooner than without being asked.
        var delay = asked > options.MaxTimeout ? (TimeSpan?)null : asked + TimeSpan.FromSeconds(share * Math.Min(1, ceiling));
        return delay > own || delay is null ? delay : own;
    }
}
