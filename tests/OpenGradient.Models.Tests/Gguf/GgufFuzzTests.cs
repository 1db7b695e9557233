using CsCheck;
using OpenGradient.Models.Decoders;
using OpenGradient.Models.Gguf;
using OpenGradient.Models.Tests.Onnx;
using OpenGradient.Models.Tokenizers.Gguf;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Models.Tests.Gguf;

/// <summary>Damaged copies of a real file: whatever comes out, nothing but a clear refusal is thrown.</summary>
public sealed class GgufFuzzTests
{
    private const int HeadBytes = 64 << 10;
    private const int MutationCount = 300;
    private const long AllowedBytes = 16 << 20;

    /// <summary>Whatever a header claims, opening it takes no more memory than an honest file of its size does.</summary>
    [Fact]
    public void Open_MutatedFile_IsOpenedOrRefusedByName()
    {
        byte[] honest = File.ReadAllBytes(Repository.PathOf("models/tinychat/tinychat.gguf"));
        using TemporaryFolder folder = new();
        var random = new Random(20261130);
        for (int i = 0; i < MutationCount; i++)
        {
            string path = Path.Combine(folder.Path, $"{i}.gguf"); // Never the one that is still mapped.
            File.WriteAllBytes(path, Mutation.Of(honest, random));

            Allocation.AssertAtMost(AllowedBytes, () => OpenOrRefuse(path));

            File.Delete(path);
        }
    }

    [Fact]
    public void Parse_DamagedHead_IsReadOrRefused()
    {
        string path = Repository.PathOf("models/tinychat/tinychat.gguf");
        byte[] head = File.ReadAllBytes(path);
        long fileBytes = head.Length;
        head = head[..Math.Min(HeadBytes, head.Length)];
        // Half of the damage goes to the first kilobytes, where counts, keys and types are.
        Gen<int> place = Gen.OneOf(Gen.Int[0, 2048], Gen.Int[0, head.Length - 9]);
        Gen<(int, byte[])> damage = Gen.Select(place, Gen.OneOf(Gen.Byte.Array[1, 8], Gen.Const(() => new byte[8]), Gen.Const(() => Enumerable.Repeat((byte)0xFF, 8).ToArray())));

        Fuzz.Run(
            Gen.Select(damage.Array[1, 6], Gen.Int[0, 20], Gen.Int[0, head.Length]),
            cases: 1000,
            mutation =>
            {
                ((int, byte[])[] damages, int cut, int length) = mutation;
                byte[] bytes = cut == 0 ? head[..length] : [.. head];
                foreach ((int at, byte[] wrong) in damages)
                    wrong.AsSpan(0, Math.Clamp(bytes.Length - at, 0, wrong.Length)).CopyTo(bytes.AsSpan(Math.Min(at, bytes.Length)));
                try
                {
                    GgufHeader header = GgufHeader.Parse(bytes, fileBytes);
                    DecoderCompiler.Compile(GgufDecoder.Read(header.Metadata), header.Tensors.Select(static tensor => tensor.With(new byte[Math.Min(tensor.LengthBytes, 1 << 16)])));
                    GgufTokenizer.Create(header.Metadata)?.Encode("hello <|im_end|> 123");
                }
                catch (InvalidInputException exception)
                {
                    Assert.NotEmpty(exception.Subject);
                }
            });
    }

    private static void OpenOrRefuse(string path)
    {
        try
        {
            ModelFile.Open(path).Dispose();
        }
        catch (InvalidInputException refused)
        {
            Assert.NotEmpty(refused.Subject);
        }
    }
}
