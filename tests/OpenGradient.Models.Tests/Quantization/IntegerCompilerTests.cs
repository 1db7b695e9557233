using OpenGradient.Execution;
using OpenGradient.Models.ProgramFiles;
using OpenGradient.Models.Quantization;
using OpenGradient.Models.Tests.Onnx;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Models.Tests.Quantization;

public sealed class IntegerCompilerTests
{
    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("digits", 0.02)]
    [InlineData("price-risk", 0.02)]
    public void Compile_SampleModel_StaysCloseToFloat(string name, double tolerance)
    {
        string path = GoldenFile.ModelPath(name);
        using OpenedModel model = ModelFile.Open(path);
        List<Tensor[]> inputs = [.. GoldenFile.Read(path).Cases.Select(static item => item.Inputs)];

        IntegerModel compiled = Compile(model, inputs);
        var floats = Executable.Load(model.Program, model.Constants);
        var integers = Executable.Load(compiled.Program, compiled.Constants);

        Assert.Equal(Program.IntegerProfile, compiled.Program.Profile);
        Assert.True(ProgramValidator.TryValidate(compiled.Program, out string? problem), problem);
        foreach (Tensor[] input in inputs)
            AssertClose(floats.Run(input, default).Outputs[0], integers.Run(input, default).Outputs[0], tolerance);
    }

    /// <summary>A receipt states the profile: whoever writes "integer" over a float Program must not get one.</summary>
    [Fact]
    public void Load_FloatStepsUnderTheIntegerProfile_AreRefused()
    {
        using OpenedModel model = ModelFile.Open(GoldenFile.ModelPath("digits"));

        InvalidInputException refused = Assert.Throws<InvalidInputException>(() => Executable.Load(model.Program with { Profile = Program.IntegerProfile }, model.Constants));

        Assert.Contains("Conv", refused.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_Twice_GivesOneProgram()
    {
        using OpenedModel model = ModelFile.Open(GoldenFile.ModelPath("digits"));
        List<Tensor[]> inputs = [.. GoldenFile.Read(GoldenFile.ModelPath("digits")).Cases.Select(static item => item.Inputs)];

        Assert.Equal(Compile(model, inputs).Program.Id, Compile(model, inputs).Program.Id);
    }

    /// <summary>Whatever comes in, the run ends with numbers: interval arithmetic has shown that nothing can leave its type.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void Run_InputsFarOutsideCalibration_DoNotOverflow()
    {
        using OpenedModel model = ModelFile.Open(GoldenFile.ModelPath("price-risk"));
        List<Tensor[]> inputs = [.. GoldenFile.Read(GoldenFile.ModelPath("price-risk")).Cases.Select(static item => item.Inputs)];
        IntegerModel compiled = Compile(model, inputs);
        var executable = Executable.Load(compiled.Program, compiled.Constants);
        foreach (float wild in (float[])[0f, -1f, 1e-30f, 1e30f, float.MaxValue, float.NegativeInfinity, float.NaN, -12345f])
        {
            float[] candles = new float[inputs[0][0].ElementCount];
            for (int i = 0; i < candles.Length; i++)
                candles[i] = i % 7 == 0 ? wild : i % 3 == 0 ? -wild : 1f;

            RunResult result = executable.Run([Tensor.Create<float>(ElementType.Float32, inputs[0][0].Shape, candles)], default);

            Assert.All(result.Outputs[0].As<float>().ToArray(), static number => Assert.True(float.IsFinite(number)));
        }
    }

    [Fact]
    public void ProgramFile_WrittenAndOpened_RunsToTheSameBits()
    {
        using OpenedModel model = ModelFile.Open(GoldenFile.ModelPath("digits"));
        List<Tensor[]> inputs = [.. GoldenFile.Read(GoldenFile.ModelPath("digits")).Cases.Select(static item => item.Inputs)];
        IntegerModel compiled = Compile(model, inputs);
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "digits.safetensors");
        using (FileStream file = File.Create(path))
            ProgramFile.Write(file, compiled.Program, compiled.Constants);

        using OpenedModel opened = ModelFile.Open(path);

        Assert.Equal("program", opened.Format);
        Assert.Equal(compiled.Program.Id, opened.Program.Id);
        RunResult expected = Executable.Load(compiled.Program, compiled.Constants).Run(inputs[0], default);
        RunResult actual = Executable.Load(opened.Program, opened.Constants).Run(inputs[0], default);
        Assert.Equal(expected.TraceRoot, actual.TraceRoot);
        Assert.Equal(expected.Outputs[0].Bytes, actual.Outputs[0].Bytes);
    }

    /// <summary>A byte changed anywhere, or a file cut anywhere, is refused: nothing is run that the digests do not name.</summary>
    [Fact]
    public void ProgramFile_ChangedOrCut_IsRefused()
    {
        using OpenedModel model = ModelFile.Open(GoldenFile.ModelPath("digits"));
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "digits.safetensors");
        using (FileStream file = File.Create(path))
            ProgramFile.Write(file, model.Program, model.Constants);
        byte[] good = File.ReadAllBytes(path);
        ProgramId id = model.Program.Id;
        var random = new Random(3);
        for (int round = 0; round < FixedSample.Share(200); round++)
        {
            byte[] bad = [.. good];
            if (round % 4 == 0)
                bad = bad[..random.Next(bad.Length)];
            else
                bad[round % 4 == 1 ? random.Next(600) : random.Next(bad.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(path, bad);
            try
            {
                using OpenedModel opened = ModelFile.Open(path);
                Assert.Equal(id, opened.Program.Id); // a change in white space or in an offset that is not read
            }
            catch (InvalidInputException)
            {
            }
        }
    }

    private static IntegerModel Compile(OpenedModel model, List<Tensor[]> inputs)
    {
        var observed = ValueObserver.Observe(model.Program, model.Constants, inputs, default);
        ValueRange?[] ranges = [.. observed.Select(static value => value is null ? null : new ValueRange(value.Low, value.High, value.Shape))];
        return IntegerCompiler.Compile(model.Program, model.Constants, ranges, new IntegerCompilerOptions());
    }

    private static void AssertClose(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        double largest = expected.As<float>().ToArray().Max(Math.Abs);
        for (int i = 0; i < expected.ElementCount; i++)
            Assert.True(Math.Abs(expected.As<float>()[i] - actual.As<float>()[i]) <= tolerance * largest, $"element {i}: {actual.As<float>()[i]} instead of {expected.As<float>()[i]}");
    }
}
