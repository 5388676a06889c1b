using System.Text;

namespace Eval.Harness.Simulation;

/// <summary>
/// Random numbers that depend on what they are for and on nothing else: the same seed, model, task, sample and purpose give the same
/// number, whatever was asked before or beside it.
/// </summary>
internal readonly struct Draw(ulong state)
{
    public static Draw For(ulong seed, string model, string task, long sample) =>
        new(Mix(unchecked(seed * 31 + Hash($"{model}\0{task}\0{sample}"))));

    /// <summary>Returns a number from 0 to below 1.</summary>
    public double Uniform(string purpose) => (Bits(purpose) >> 11) * (1.0 / (1UL << 53));

    /// <summary>Returns a whole number from 0 to below <paramref name="count"/>.</summary>
    public int Below(string purpose, int count) => (int)(Uniform(purpose) * count);

    /// <summary>Returns a number whose logarithm is normal around that of the median.</summary>
    public double LogNormal(string purpose, double median, double sigma)
    {
        var u = Math.Max(Uniform(purpose), 1e-12);
        var v = Uniform(purpose + "'");
        return median * Math.Exp(sigma * Math.Sqrt(-2 * Math.Log(u)) * Math.Cos(2 * Math.PI * v));
    }

    /// <summary>Returns an index by weight.</summary>
    public int Weighted(string purpose, IReadOnlyList<double> weights)
    {
        var left = Uniform(purpose) * weights.Sum();
        for (var i = 0; i < weights.Count - 1; i++)
        {
            left -= weights[i];
            if (left < 0)
            {
                return i;
            }
        }

        return weights.Count - 1;
    }

    private ulong Bits(string purpose) => Mix(state ^ Hash(purpose));

    /// <summary>FNV-1a.</summary>
    private static ulong Hash(string text)
    {
        var hash = 0xcbf29ce484222325UL;
        foreach (var letter in Encoding.UTF8.GetBytes(text))
        {
            hash = unchecked((hash ^ letter) * 0x100000001b3UL);
        }

        return hash;
    }

    /// <summary>The finalizer of SplitMix64.</summary>
    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z += 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
