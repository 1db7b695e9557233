using System.Diagnostics;
using OpenGradient.Execution;
using OpenGradient.Models.Onnx;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Models.Tests.Onnx;

/// <summary>Files made to hurt: each is refused with an error that names what is wrong.</summary>
public sealed class HostileModelTests
{
    [Fact]
    public void Open_UnsupportedOperator_NamesNodeAndOperator()
    {
        byte[] file = new ModelBuilder().Input("x", 1, 1).Node("FrobnicateV2", "f1", ["x"], ["y"]).Output("y").Build();

        InvalidInputException refused = Refused(file);

        Assert.Equal(InvalidInputKind.Unsupported, refused.Kind);
        Assert.Equal("node 'f1'", refused.Subject);
        Assert.StartsWith("node 'f1' (FrobnicateV2): ", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("# a text")]
    [InlineData("<!doctype html>")]
    [InlineData("PK\u0003\u0004")]
    [InlineData("GGU")]
    public void Open_AnotherKindOfFile_NamesTheFormatsThatAreRead(string content)
    {
        InvalidInputException refused = Refused(System.Text.Encoding.UTF8.GetBytes(content));

        Assert.Equal(ModelFile.WholeFile, refused.Subject);
        Assert.Contains("(.gguf, .onnx)", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FileCutShort_SaysWhere()
    {
        byte[] file = new ModelBuilder().Initializer("w", 1, [64], new byte[256]).Output("w").Build();

        InvalidInputException refused = Refused(file[..^100]);

        Assert.Matches("^The file is damaged: at byte [0-9]+ field [0-9]+ should take [0-9]+ bytes, and [0-9]+ are left", refused.Message);
    }

    [Fact]
    public void Open_Circle_IsRefused()
    {
        byte[] file = new ModelBuilder().Node("Relu", "a", ["v"], ["u"]).Node("Relu", "b", ["u"], ["v"]).Output("v").Build();

        Assert.Contains("reads from itself", Refused(file).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_UnsortedNodes_AreSorted()
    {
        byte[] file = new ModelBuilder().Input("x", 1, 2).Node("Neg", "second", ["u"], ["y"]).Node("Relu", "first", ["x"], ["u"]).Output("y").Build();

        RunResult result = Run(file, Tensor.Create<float>(ElementType.Float32, [2], [3f, -4f]));

        Assert.Equal([-3f, -0f], result.Outputs[0].As<float>().ToArray());
    }

    [Fact]
    public void Open_ValueMadeTwice_IsRefused()
    {
        byte[] file = new ModelBuilder().Input("x", 1, 1).Node("Relu", "a", ["x"], ["y"]).Node("Neg", "b", ["x"], ["y"]).Output("y").Build();

        Assert.Contains("'y' is made twice", Refused(file).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_InitializerNameTwice_IsRefused()
    {
        byte[] file = new ModelBuilder().Initializer("w", 1, [1], new byte[4]).Initializer("w", 1, [1], new byte[4]).Output("w").Build();

        Assert.Contains("'w' is empty or stands twice", Refused(file).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1L << 40, 1L << 40)]
    [InlineData(-1L, 4L)]
    [InlineData(46341L, 46341L)]
    public void Open_InitializerOfImpossibleShape_IsRefused(long rows, long columns)
    {
        byte[] file = new ModelBuilder().Initializer("w", 1, [rows, columns], new byte[16]).Output("w").Build();

        Assert.Equal("tensor 'w'", Refused(file).Subject);
    }

    [Fact]
    public void Open_InitializerWithTooFewBytes_IsRefused()
    {
        byte[] file = new ModelBuilder().Initializer("w", 1, [2, 3], new byte[23]).Output("w").Build();

        Assert.Contains("f32[2,3] takes 24 bytes, but there are 23", Refused(file).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../secret")]
    [InlineData("..\\secret")]
    [InlineData("C:secret")]
    [InlineData("")]
    [InlineData(".")]
    public void Open_ExternalDataOutsideTheFolder_IsRefused(string location)
    {
        byte[] file = new ModelBuilder().External("w", [1], location).Output("w").Build();

        Assert.Contains("is not a file in the model's folder", Refused(file).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ExternalDataThroughALink_IsRefused()
    {
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(Path.Combine(folder.Path, "weights"), "/etc/hostname");
        string path = Path.Combine(folder.Path, "model.onnx");
        File.WriteAllBytes(path, new ModelBuilder().External("w", [1], "weights").Output("w").Build());

        Assert.Contains("link", Assert.Throws<InvalidInputException>(() => ModelFile.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ExternalDataThatIsAPipe_IsRefusedAndNotWaitedFor()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs mkfifo");
        using var folder = new TemporaryFolder();
        using (var made = Process.Start("mkfifo", [Path.Combine(folder.Path, "weights")]))
            made.WaitForExit();
        string path = Path.Combine(folder.Path, "model.onnx");
        File.WriteAllBytes(path, new ModelBuilder().External("w", [1], "weights").Output("w").Build());

        Assert.Throws<InvalidInputException>(() => ModelFile.Open(path).Dispose());
    }

    [Fact]
    public void Open_ExternalData_IsReadAndListed()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(Path.Combine(folder.Path, "weights.bin"), [0, 0, 0, 0, 0, 0, 128, 63]);
        string path = Path.Combine(folder.Path, "model.onnx");
        File.WriteAllBytes(path, new ModelBuilder().Input("x", 1, 1).External("w", [1], "weights.bin", "4").Node("Add", "a", ["x", "w"], ["y"]).Output("y").Build());

        using OpenedModel model = ModelFile.Open(path);
        RunResult result = Executable.Load(model.Program, model.Constants).Run([Tensor.Create<float>(ElementType.Float32, [1], [2f])], default);

        Assert.Equal(3f, result.Outputs[0].As<float>()[0]);
        Assert.Equal(["model.onnx", "weights.bin"], model.Files);
    }

    [Theory]
    [InlineData("9")]
    [InlineData("99999999999999999999")]
    [InlineData("-1")]
    public void Open_ExternalDataOffsetOutsideTheFile_IsRefused(string offset)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(Path.Combine(folder.Path, "weights.bin"), new byte[8]);
        string path = Path.Combine(folder.Path, "model.onnx");
        File.WriteAllBytes(path, new ModelBuilder().External("w", [1], "weights.bin", offset).Output("w").Build());

        Assert.Equal("tensor 'w'", Assert.Throws<InvalidInputException>(() => ModelFile.Open(path)).Subject);
    }

    [Fact]
    public void Open_HugeVarints_AreRefused()
    {
        Refused([0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]);
        Refused([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]);
        Refused([0x3A, 0x80]);
        Refused([0x0B]);
        Refused([]);
    }

    [Fact]
    public void Open_DeepSubGraphs_AreNotFollowed()
    {
        var nested = new ProtoWriter();
        for (int depth = 0; depth < 20_000; depth++)
        {
            if (nested.ToArray().Length > 1 << 17)
                break;
            nested = new ProtoWriter().Message(6, nested);
        }

        byte[] file = new ModelBuilder().Input("x", 1, 1).Node("If", "branch", ["x"], ["y"], nested.Text(1, "then_branch")).Output("y").Build();

        Assert.Contains("sub-graph", Refused(file).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ConstantThatWouldBeHuge_IsRefusedWithoutAllocating()
    {
        byte[] shape = [.. BitConverter.GetBytes(1L << 30), .. BitConverter.GetBytes(1L << 30)];
        byte[] file = new ModelBuilder().Initializer("s", 7, [2], shape).Node("ConstantOfShape", "bomb", ["s"], ["y"]).Output("y").Build();
        long before = GC.GetAllocatedBytesForCurrentThread();

        InvalidInputException refused = Assert.Throws<InvalidInputException>(() => Run(file));

        Assert.Equal(InvalidInputKind.TooLarge, refused.Kind);
        Assert.StartsWith("step 0 (Expand)", refused.Subject, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 10_000_000, "no giant allocation");
    }

    [Theory]
    [InlineData("Conv", new long[] { 4 }, "pads", new long[] { 0, 0, 0, 0 })]
    [InlineData("Conv", new long[] { 1, 1, 1 }, "strides", new long[] { 1, 1 })]
    [InlineData("Conv", new long[] { 1, 1, 1, 1 }, "strides", new long[] { -1, 1 })]
    [InlineData("Conv", new long[] { 1, 1, 1, 1 }, "pads", new[] { long.MaxValue, 1, 1, 1 })]
    [InlineData("Conv", new long[] { 1, 1, 2, 2 }, "dilations", new[] { long.MaxValue, 1 })]
    [InlineData("MaxPool", null, "kernel_shape", new[] { long.MinValue, 1 })]
    [InlineData("Transpose", null, "perm", new long[] { 0, 1, 2, 4 })]
    [InlineData("Transpose", null, "perm", new long[] { 0, 1, 2, -1 })]
    public void Run_StepThatDoesNotHoldTogether_IsRefused(string type, long[]? weights, string attribute, long[] numbers)
    {
        ModelBuilder builder = new ModelBuilder().Input("x", 1, 1, 1, 4, 4).Output("y");
        if (weights is not null)
            builder.Initializer("w", 1, weights, new byte[sizeof(float) * weights.Aggregate(static (product, size) => product * size)]);

        byte[] file = builder.Node(type, "broken", weights is null ? ["x"] : ["x", "w"], ["y"], ModelBuilder.Integers(attribute, numbers)).Build();

        Assert.Throws<InvalidInputException>(() => Run(file, Tensor.Create<float>(ElementType.Float32, [1, 1, 4, 4], new float[16])));
    }

    [Fact]
    public void Run_TilesOfTiles_EndAtTheLimit()
    {
        byte[] thousand = [.. BitConverter.GetBytes(1000L)];
        byte[] file = new ModelBuilder().Input("x", 1, 1000).Initializer("r", 7, [1], thousand)
            .Node("Tile", "a", ["x", "r"], ["u"]).Node("Tile", "b", ["u", "r"], ["v"]).Output("v").Build();

        InvalidInputException refused = Assert.Throws<InvalidInputException>(() => Run(file, Tensor.Create<float>(ElementType.Float32, [1000], new float[1000])));

        Assert.Equal(InvalidInputKind.TooLarge, refused.Kind);
    }

    [Fact]
    public void Open_MissingFile_IsNotFound() =>
        Assert.Equal(InvalidInputKind.NotFound, Assert.Throws<InvalidInputException>(static () => ModelFile.Open("/nowhere/model.onnx")).Kind);

    private static InvalidInputException Refused(byte[] file) => Assert.Throws<InvalidInputException>(() => OnnxModelReader.Read(file, new ExternalData("/nowhere")));

    private static RunResult Run(byte[] file, params Tensor[] inputs)
    {
        using OpenedModel model = OnnxModelReader.Read(file, new ExternalData(null));
        return Executable.Load(model.Program, model.Constants).Run(inputs, default);
    }
}
