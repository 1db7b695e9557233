using System.Security.Cryptography;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Prover.Hiding;

/// <summary>Where the numbers come from that hide others; proof-1 section 14.</summary>
/// <remarks>Whoever can foretell them, or learns them later, sees through every proof that they are in.</remarks>
internal abstract class ProverRandomness
{
    /// <summary>The one that proofs are made with: the generator of the operating system.</summary>
    public static ProverRandomness Secure { get; } = new OfSystem();

    /// <summary>Uniform elements.</summary>
    public Goldilocks[] Draw(int count)
    {
        var elements = new Goldilocks[count];
        byte[] bytes = new byte[count * Goldilocks.SizeBytes];
        Fill(bytes);
        for (int index = 0; index < count; index++)
        {
            Span<byte> word = bytes.AsSpan(index * Goldilocks.SizeBytes, Goldilocks.SizeBytes);
            while (!Goldilocks.TryRead(word, out elements[index])) // about once in 2^32
                Fill(word);
        }

        CryptographicOperations.ZeroMemory(bytes);
        return elements;
    }

    /// <summary>Uniform bytes.</summary>
    public byte[] DrawBytes(int count)
    {
        byte[] bytes = new byte[count];
        Fill(bytes);
        return bytes;
    }

    /// <summary>Uniform numbers of E.</summary>
    public TExtension[] Draw<TExtension>(int count)
        where TExtension : struct, IExtension<TExtension> => Join<TExtension>(Draw(count * TExtension.Degree));

    /// <summary>The numbers of E with these coefficients, one behind the other.</summary>
    public static TExtension[] Join<TExtension>(Goldilocks[] coefficients)
        where TExtension : struct, IExtension<TExtension>
    {
        var numbers = new TExtension[coefficients.Length / TExtension.Degree];
        for (int index = 0; index < numbers.Length; index++)
            numbers[index] = TExtension.From(coefficients.AsSpan(index * TExtension.Degree, TExtension.Degree));
        return numbers;
    }

    protected abstract void Fill(Span<byte> bytes);

    private sealed class OfSystem : ProverRandomness
    {
        protected override void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);
    }
}
