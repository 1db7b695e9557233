using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using OpenGradient.Execution;
using OpenGradient.Models.Decoders;
using OpenGradient.Models.Gguf;
using OpenGradient.Models.Gguf.Encoders;
using OpenGradient.Models.Tests.Onnx;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Models.Tests.Gguf;

public sealed class GgufQuantizerTests(ITestOutputHelper output)
{
    public static TheoryData<string> Encodings => [.. GgufQuantizer.Encodings];

    /// <summary>What an encoder says that a block means is what the engine reads.</summary>
    [Theory]
    [MemberData(nameof(Encodings))]
    public void Encode_EveryEncoding_DecodesToWhatItReports(string encoding)
    {
        Assert.True(BlockEncoders.TryFind(encoding, out GgufTensorType type, out _, out BlockEncoder? encode));
        const int width = 256;
        float[][] rows = Rows(width);
        float[] decoded = new float[rows.Length * width];
        byte[] bytes = new byte[rows.Length * width / type.BlockElements() * type.BlockBytes()];
        for (int i = 0; i < decoded.Length / type.BlockElements(); i++)
        {
            ReadOnlySpan<float> block = rows.SelectMany(static row => row).Skip(i * type.BlockElements()).Take(type.BlockElements()).ToArray();
            encode(block, bytes.AsSpan(i * type.BlockBytes(), type.BlockBytes()), decoded.AsSpan(i * type.BlockElements(), type.BlockElements()));
        }

        float[] read = ReadByEngine(new StoredTensor("table", encoding, type.BlockElements(), [rows.Length, width], bytes), rows.Length);

        Assert.Equal(decoded, read);
    }

    /// <summary>Root mean square errors on evenly spread numbers between -1 and 1, whose own root mean square is 0.577.</summary>
    [Theory]
    [InlineData("bf16", 0.0013)]
    [InlineData("f16", 0.00017)]
    [InlineData("q4_0", 0.040)]
    [InlineData("q4_1", 0.037)]
    [InlineData("q4_k", 0.040)]
    [InlineData("q5_0", 0.020)]
    [InlineData("q5_1", 0.018)]
    [InlineData("q6_k", 0.010)]
    [InlineData("q8_0", 0.0024)]
    public void Quantize_SpreadNumbers_HaveTheErrorOfTheStep(string encoding, double most)
    {
        var random = new Random(7);
        float[] numbers = [.. Enumerable.Range(0, 64 * 256).Select(_ => (random.NextSingle() * 2) - 1)];

        QuantizedTensor tensor = Assert.Single(Quantize(Source(("blk.0.ffn_up.weight", [64, 256], numbers)), encoding).Report);

        Assert.Equal(("f32", encoding, 64L * 256), (tensor.From, tensor.To, tensor.ElementCount));
        Assert.InRange(tensor.RootMeanSquareError, most / 2, most);
        Assert.InRange(tensor.MaximumError, tensor.RootMeanSquareError, 8 * tensor.RootMeanSquareError);
        Assert.InRange(tensor.RootMeanSquare, 0.57, 0.585);
    }

    /// <summary>Worked by hand from the reference: the number farthest from 0 is 8, so that the step is -1.</summary>
    [Fact]
    public void Encode_Q4_0_IsTheReferencesBytes()
    {
        float[] x = new float[32];
        (x[0], x[1], x[2], x[16], x[17]) = (8f, -7f, 0.5f, 7f, -8f);
        byte[] block = new byte[18];

        LinearEncoders.Q4_0(x, block, new float[32]);

        // 8 -> 0, -7 -> 15, 0.5 -> trunc(8.0) = 8, 7 -> 1, -8 -> 16, cut to 15, 0 -> 8
        Assert.Equal([0x00, 0xBC, 0x10, 0xFF, 0x88, 0x88], block[..6]);
    }

    /// <summary>Halves are rounded away from zero; the step is that before it was rounded.</summary>
    [Fact]
    public void Encode_Q8_0_IsTheReferencesBytes()
    {
        float[] x = new float[32];
        (x[0], x[1], x[2], x[3]) = (127f, -2.5f, 2.5f, 0.49f);
        byte[] block = new byte[34];

        LinearEncoders.Q8_0(x, block, new float[32]);

        Assert.Equal([0x00, 0x3C, 127, unchecked((byte)-3), 3, 0], block[..6]);
    }

    [Fact]
    public void Quantize_WholeFile_KeepsMetadataAndNorms()
    {
        byte[] source = Source(
            ("blk.0.attn_norm.weight", [256], Rows(256)[0]), ("blk.0.ffn_up.weight", [2, 256], [.. Rows(256)[0], .. Rows(256)[1]]), ("blk.0.ffn_down.weight", [1, 32], Rows(32)[0]),
            ("blk.0.odd.weight", [2, 3], [1, 2, 3, 4, 5, 6]), ("blk.0.ffn_gate_inp.weight", [1, 256], Rows(256)[0]));

        (byte[] bytes, ImmutableArray<QuantizedTensor> report) = Quantize(source, "q4_k");

        GgufHeader header = GgufHeader.Parse(bytes, bytes.Length);
        Assert.Equal("small", header.Metadata.Required<string>("general.name"));
        Assert.Equal(14, header.Metadata.RequiredInt32("general.file_type", 0, 99));
        Assert.Equal(["f32", "q4_k", "q8_0", "f32", "f32"], header.Tensors.Select(static tensor => tensor.Type.Encoding()));
        Assert.Equal(report.Select(static tensor => (tensor.To, tensor.LengthBytes)), header.Tensors.Select(static tensor => (tensor.Type.Encoding(), tensor.LengthBytes)));
        Assert.Equal(MemoryMarshal.AsBytes<float>(Rows(256)[0]).ToArray(), bytes.AsSpan((int)header.Tensors[0].Offset, 1024).ToArray());
        Assert.Equal(bytes, Quantize(source, "q4_k").Bytes);
    }

    [Fact]
    public void Quantize_WhatCannotBe_IsRefusedByName()
    {
        string Refused(byte[] source, string encoding) => Assert.Throws<InvalidInputException>(() => Quantize(source, encoding)).Subject;

        byte[] quantized = Quantize(Source(("a.weight", [1, 32], Rows(32)[0])), "q8_0").Bytes;
        Assert.Equal("tensor 'a.weight'", Refused(quantized, "q4_0"));
        Assert.Equal("tensor 'a.weight'", Refused(Source(("a.weight", [1, 32], [.. Rows(32)[0].Skip(1), float.NaN])), "q8_0"));
        Assert.Equal("tensor 'a.weight'", Refused(Source(("a.weight", [1, 32], [.. Rows(32)[0].Skip(1), 1e30f])), "q8_0"));
        Assert.Equal("type", Refused(quantized, "q9_9"));
    }

    /// <summary>Another engine's files of the same weights. Its vector code divides in another order at q8_0, which shows where a number falls on a half: three times here.</summary>
    [Theory]
    [Trait("Category", "Vectors")]
    [InlineData("q8_0", "q8_0", 3)]
    [InlineData("q4_0", "q4_0", 0)]
    [InlineData("Q5_0", "q5_0", 0)]
    public void Quantize_WeightsOfAnotherEnginesFile_HaveItsBytes(string file, string encoding, int halves)
    {
        string folder = ExternalVectors.Require("llm");
        (byte[] own, _) = Quantize(File.ReadAllBytes(Path.Combine(folder, "micro-llama-f32.gguf")), encoding);
        byte[] other = File.ReadAllBytes(Path.Combine(folder, $"micro-llama-{file}.gguf"));

        Dictionary<string, GgufTensor> ours = GgufHeader.Parse(own, own.Length).Tensors.ToDictionary(static tensor => tensor.Name);
        GgufTensor[] same = [.. GgufHeader.Parse(other, other.Length).Tensors.Where(tensor => tensor.Type.Encoding() == encoding)];

        Assert.True(same.Length >= 10);
        int[] differences = [.. same.SelectMany(tensor => other.AsSpan((int)tensor.Offset, (int)tensor.LengthBytes).ToArray()
            .Zip(own.AsSpan((int)ours[tensor.Name].Offset, (int)tensor.LengthBytes).ToArray(), static (one, two) => Math.Abs(unchecked((sbyte)one - (sbyte)two))).Where(static difference => difference != 0))];
        Assert.Equal(Enumerable.Repeat(1, halves), differences);
    }

    /// <summary>The other engine searches for scales too, with other weights: by the plain root mean square, ours are closer to the same weights.</summary>
    [Theory]
    [Trait("Category", "Vectors")]
    [InlineData("Q4_K_M", "q4_k")]
    [InlineData("Q6_K", "q6_k")]
    public void Quantize_WeightsOfAnotherEnginesFile_AreCloserThanThere(string file, string encoding)
    {
        string folder = ExternalVectors.Require("llm");
        byte[] source = File.ReadAllBytes(Path.Combine(folder, "micro-llama-f32.gguf"));
        byte[] other = File.ReadAllBytes(Path.Combine(folder, $"micro-llama-{file}.gguf"));
        Dictionary<string, GgufTensor> originals = GgufHeader.Parse(source, source.Length).Tensors.ToDictionary(static tensor => tensor.Name);
        Dictionary<string, QuantizedTensor> ours = Quantize(source, encoding).Report.ToDictionary(static tensor => tensor.Name);
        GgufTensor[] theirs = [.. GgufHeader.Parse(other, other.Length).Tensors.Where(tensor => tensor.Type.Encoding() == encoding)];

        Assert.True(theirs.Length >= 10);
        List<double> shares = [];
        foreach (GgufTensor tensor in theirs)
        {
            float[] read = ReadByEngine(tensor.With(other.AsMemory((int)tensor.Offset, (int)tensor.LengthBytes)), (int)tensor.Shape[0]);
            ReadOnlySpan<float> original = MemoryMarshal.Cast<byte, float>(source.AsSpan((int)originals[tensor.Name].Offset, read.Length * sizeof(float)));
            double squares = 0;
            for (int i = 0; i < read.Length; i++)
                squares += ((double)read[i] - original[i]) * ((double)read[i] - original[i]);
            shares.Add(ours[tensor.Name].RootMeanSquareError / Math.Sqrt(squares / read.Length));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{encoding}: root mean square errors are {shares.Min():0.000} to {shares.Max():0.000} of theirs"));
        Assert.InRange(shares.Max(), 0, 1);
    }

    /// <summary>Spread, tiny, all of one sign, all equal, zero.</summary>
    private static float[][] Rows(int width)
    {
        var random = new Random(3);
        float[] spread = [.. Enumerable.Range(0, width).Select(_ => (random.NextSingle() * 2) - 1)];
        return [spread, [.. spread.Select(static v => v * 1e-6f)], [.. spread.Select(static v => Math.Abs(v) + 3)], [.. spread.Select(static _ => -1.5f)], new float[width]];
    }

    private static byte[] Source(params (string Name, int[] Shape, float[] Numbers)[] tensors)
    {
        using MemoryStream stream = new();
        GgufWriter writer = new(stream);
        byte[] name = [.. GgufBytes.StringBytes("general.name"), .. GgufBytes.Bytes(8u), .. GgufBytes.StringBytes("small")];
        writer.WriteHeader(
            [name, GgufWriter.Entry("general.file_type", 0)],
            [.. tensors.Select(static tensor => new GgufTensor(tensor.Name, GgufTensorType.F32, [.. tensor.Shape.Select(static n => (long)n)], 0, tensor.Numbers.Length * 4))]);
        foreach ((_, _, float[] numbers) in tensors)
        {
            writer.Write(MemoryMarshal.AsBytes<float>(numbers));
            writer.Pad();
        }

        return stream.ToArray();
    }

    private static (byte[] Bytes, ImmutableArray<QuantizedTensor> Report) Quantize(byte[] source, string encoding)
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "source.gguf");
        File.WriteAllBytes(path, source);
        using MemoryStream written = new();
        ImmutableArray<QuantizedTensor> report = GgufQuantizer.Quantize(path, written, encoding, progress: null, default);
        return (written.ToArray(), report);
    }

    private static float[] ReadByEngine(StoredTensor table, int rowCount)
    {
        TokenProgramBuilder builder = new();
        Program program = builder.Build(builder.Add("Embedding", [builder.Constant(table), TokenProgramBuilder.Tokens]));
        int[] tokens = [.. Enumerable.Range(0, rowCount)];
        return Executable.Load(program, new StoredConstants(builder.Constants)).Run([Tensor.Create<int>(ElementType.Int32, [rowCount], tokens)], default).Outputs[0].As<float>().ToArray();
    }
}
