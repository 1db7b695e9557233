using System.Text;
using CsCheck;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Gateway.Tests.Support;

/// <summary>Good requests with a byte changed: read, or refused in the one way that a reader has.</summary>
internal static class Mangle
{
    public delegate void Reader(ReadOnlySpan<byte> body);

    public static void All(string good, Reader read)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(good);
        read(bytes);
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte).SampleFixed(mangle => TryRead([.. bytes[..mangle.Item1], mangle.Item2, .. bytes[(mangle.Item1 + 1)..]], read), iter: 20_000);
    }

    private static void TryRead(byte[] body, Reader read)
    {
        try
        {
            read(body);
        }
        catch (InvalidInputException)
        {
            // The one exception that may leave a reader.
        }
    }
}
