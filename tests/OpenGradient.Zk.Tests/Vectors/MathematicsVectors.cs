using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;
using OpenGradient.Primitives;
using OpenGradient.Tests;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Trees;

namespace OpenGradient.Zk.Tests;

/// <summary>spec/proof-1/vectors/mathematics.json, which the Python beside it wrote.</summary>
internal static class MathematicsVectors
{
    private static readonly JsonElement All = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("spec/proof-1/vectors/mathematics.json"))).RootElement;

    public static IEnumerable<JsonElement> Keccak => All.GetProperty("keccak").EnumerateArray();

    public static IEnumerable<JsonElement> Blake3 => All.GetProperty("blake3").EnumerateArray();

    /// <summary>What there is of this kind for the profile of the extension, with trees of Keccak-256.</summary>
    public static JsonElement Of<TExtension>(string kind)
        where TExtension : struct, IExtension<TExtension> => Of<TExtension>(kind, TreeHash.Keccak256);

    /// <summary>What there is of this kind for the profile of the extension and the hash.</summary>
    public static JsonElement Of<TExtension>(string kind, TreeHash trees)
        where TExtension : struct, IExtension<TExtension> => All.GetProperty("profiles").GetProperty(System.Text.Encoding.ASCII.GetString(ProofProfiles.NameOf<TExtension>(trees))).GetProperty(kind);

    public static byte[] Bytes(this JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);

    public static TExtension Number<TExtension>(this JsonElement element, string name)
        where TExtension : struct, IExtension<TExtension> => Read<TExtension>(element.GetProperty(name));

    public static TExtension[] Numbers<TExtension>(this JsonElement element, string name)
        where TExtension : struct, IExtension<TExtension> => [.. element.GetProperty(name).EnumerateArray().Select(Read<TExtension>)];

    /// <summary>The matrices of a vector about commitments.</summary>
    public static ImmutableArray<CommitmentShape> Shapes(this JsonElement vector, TreeHash trees) =>
        [.. vector.GetProperty("shapes").EnumerateArray().Select(shape => new CommitmentShape(shape.GetProperty("a").GetInt32(), shape.GetProperty("c").GetInt32(), vector.GetProperty("b").GetInt32()) { Trees = trees })];

    public static byte[][] Roots(this JsonElement vector) => [.. vector.GetProperty("roots").EnumerateArray().Select(static root => Convert.FromHexString(root.GetString()!))];

    /// <summary>What the Python makes of a seed: element k is the first 16 bytes of the hash of the seed and k, modulo p.</summary>
    public static Goldilocks[] Numbers(string seed, int count)
    {
        var numbers = new Goldilocks[count];
        byte[] message = [.. System.Text.Encoding.ASCII.GetBytes(seed), .. new byte[sizeof(int)]];
        Span<byte> digest = stackalloc byte[Keccak256.DigestBytes];
        for (int index = 0; index < count; index++)
        {
            BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(seed.Length), index);
            Keccak256.Hash(message[0], message.AsSpan(1), [], digest);
            numbers[index] = Goldilocks.From(BinaryPrimitives.ReadUInt128BigEndian(digest));
        }

        return numbers;
    }

    public static TExtension Read<TExtension>(JsonElement text)
        where TExtension : struct, IExtension<TExtension>
    {
        byte[] bytes = Convert.FromHexString(text.GetString()!);
        var coefficients = new Goldilocks[TExtension.Degree];
        Assert.Equal(bytes.Length, coefficients.Length * Goldilocks.SizeBytes);
        for (int index = 0; index < coefficients.Length; index++)
            Assert.True(Goldilocks.TryRead(bytes.AsSpan(index * Goldilocks.SizeBytes), out coefficients[index]));
        return TExtension.From(coefficients);
    }
}
