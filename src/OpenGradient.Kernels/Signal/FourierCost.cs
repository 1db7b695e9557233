namespace OpenGradient.Kernels;

/// <summary>How long a Fourier transform takes.</summary>
internal static class FourierCost
{
    /// <summary>The complex products that a line of n takes: n times the sum of its prime factors.</summary>
    public static long Of(int n)
    {
        long primes = 0;
        for (int rest = n; rest > 1; rest /= SmallestFactor(rest))
            primes += SmallestFactor(rest);
        return n * primes;
    }

    /// <summary>The smallest prime factor of a number above 1.</summary>
    public static int SmallestFactor(int n)
    {
        for (int p = 2; (long)p * p <= n; p++)
        {
            if (n % p == 0)
                return p;
        }

        return n;
    }
}
