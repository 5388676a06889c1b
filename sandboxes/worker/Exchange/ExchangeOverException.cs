namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>The exchange is over: what still calls or waits is told so, and nobody hears of it.</summary>
internal sealed class ExchangeOverException() : Exception("the tests are over");
