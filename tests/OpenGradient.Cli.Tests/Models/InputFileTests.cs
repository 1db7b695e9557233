using OpenGradient.Cli.Proving;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Cli.Tests.Models;

/// <summary>The forms in which people have inputs, and what is said of those that do not fit.</summary>
public sealed class InputFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("og-input-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("""{"input_data": [[1, 2, 3, 4, 5, 6]]}""")]
    [InlineData("""{"input_data": [[[1, 2, 3], [4, 5, 6]]]}""")]
    [InlineData("""{"input_data": [[[[1, 2, 3], [4, 5, 6]]]], "input_shapes": [[1, 2, 3]]}""")]
    [InlineData("""{"input_data": [[1, 2, 3, 4, 5, 6]], "input_shapes": [[2, 3]], "output_data": [[1]]}""")]
    [InlineData("""{"input_data": [[1, 2, 3, 4, 5, 6]], "input_shapes": [[2, 3], [2, 3], [2, 3]]}""")]
    [InlineData("""{"input_data": [[1, 2, 3, 4, 5, 6]], "input_shapes": [[4]]}""")]
    [InlineData("""{"input_data": [[1, 2, 3, 4, 5, 6]], "input_shapes": []}""")]
    [InlineData("""{"input_data": [1, 2, 3, 4, 5, 6]}""")]
    [InlineData("""{"input_data": {"x": [1, 2, 3, 4, 5, 6]}}""")]
    [InlineData("""{"x": ["1", "2.0", 3, 4, 5, "6e0"]}""")]
    [InlineData("""[[1, 2, 3], [4, 5, 6]]""")]
    public async Task Read_AnyFormInJson_IsTheSameTensor(string json)
    {
        Tensor tensor = Assert.Single(await ReadAsync("input.json", json, Input("x", ElementType.Float32, "batch", "2", "3")));

        Assert.Equal([1, 2, 3], tensor.Shape);
        Assert.Equal([1f, 2f, 3f, 4f, 5f, 6f], tensor.As<float>().ToArray());
    }

    [Fact]
    public async Task Read_SeveralInputs_ShareTheSizesOfTheirNames()
    {
        ProgramInput[] inputs = [Input("ids", ElementType.Int64, "batch", "tokens"), Input("mask", ElementType.Bool, "batch", "tokens")];

        IReadOnlyList<Tensor> tensors = await ReadAsync("input.json", """{"input_data": [[5, 6, 7], [true, true, false]]}""", inputs);
        var error = await Assert.ThrowsAsync<InvalidInputException>(() => ReadAsync("input.json", """{"input_data": [[5, 6, 7], [true, true]]}""", inputs));

        Assert.Equal([1, 3], tensors[0].Shape);
        Assert.Equal([1, 3], tensors[1].Shape);
        Assert.Contains("there are 2 numbers, [2]; the model takes 'mask' bool[batch,tokens], and other inputs have batch = 1, tokens = 3", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Sizes that the numbers leave open are those of a member, where the file says them.</summary>
    [Fact]
    public async Task Read_SaidSizes_AreThoseOfAMember()
    {
        Tensor tensor = Assert.Single(await ReadAsync("input.json", """{"input_data": [[1, 2, 3, 4, 5, 6, 7, 8]], "input_shapes": [[2, 2]]}""", Input("x", ElementType.Float32, "batch", "rows", "columns")));

        Assert.Equal([2, 2, 2], tensor.Shape);
    }

    [Fact]
    public async Task Read_AnArrayOfNumPysOwnType_BecomesTheModels()
    {
        byte[] header = System.Text.Encoding.ASCII.GetBytes("{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }\n");
        byte[] file = [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header, .. new double[] { 0.5, 1.5, -2 }.SelectMany(BitConverter.GetBytes)];
        string path = Path.Combine(_folder.FullName, "x.npy");
        await File.WriteAllBytesAsync(path, file, TestContext.Current.CancellationToken);

        Tensor tensor = Assert.Single(await InputFile.ReadAsync(path, ProgramOf(Input("x", ElementType.Float32, "batch", "3")), default));

        Assert.Equal([1, 3], tensor.Shape);
        Assert.Equal([0.5f, 1.5f, -2f], tensor.As<float>().ToArray());
    }

    [Theory]
    [InlineData("""{"input_data": [[1, 2], [3]]}""", "there are 2 lists of numbers; the model takes 'x' f32[batch,2], 'y' f32[1], 'z' f32[1].")]
    [InlineData("""{"x": [1, 2], "y": [3], "w": [4]}""", "there is no \"z\", but \"w\"; the model takes 'x'")]
    [InlineData("""{"input_data": [[1, 2], [3], [4]], "input_shapes": 3}""", "\"input_shapes\" is no list of shapes")]
    [InlineData("""{"input_data": [[1, 2, 3], [3], [4]], "input_shapes": [[1, 2]]}""", "\"input_shapes\" says [1,2], and there are 3 numbers")]
    [InlineData("""{"input_data": [[1, 2], [3], ["four"]]}""", "neither a number nor true or false")]
    [InlineData("""{"input_data": [[1, 2], [3, 5], [4]]}""", "there are 2 numbers, [2]; the model takes 'y' f32[1].")]
    public async Task Read_WhatDoesNotFit_SaysWhatIsThereAndWhatTheModelTakes(string json, string expected)
    {
        ProgramInput[] inputs = [Input("x", ElementType.Float32, "batch", "2"), Input("y", ElementType.Float32, "1"), Input("z", ElementType.Float32, "1")];

        var error = await Assert.ThrowsAsync<InvalidInputException>(() => ReadAsync("input.json", json, inputs));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<Tensor>> ReadAsync(string name, string json, params ProgramInput[] inputs)
    {
        string path = Path.Combine(_folder.FullName, name);
        await File.WriteAllTextAsync(path, json, TestContext.Current.CancellationToken);
        return await InputFile.ReadAsync(path, ProgramOf(inputs), TestContext.Current.CancellationToken);
    }

    private static ProgramInput Input(string name, ElementType type, params string[] shape) => new(name, type, [.. shape]);

    private static OpenGradient.Programs.Program ProgramOf(params ProgramInput[] inputs) => new([.. inputs], [], [], []);
}
