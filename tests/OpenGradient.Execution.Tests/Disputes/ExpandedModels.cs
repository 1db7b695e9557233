using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>Models of one step that a dispute spells out without a loop.</summary>
internal static class ExpandedModels
{
    public static TheoryData<string> Names() => ["Det", "NonMaxSuppression", "TfIdf", "Unique", "Unique along an axis", "Unique in order"];

    public static SampleModel Create(string name)
    {
        var model = new SampleModel(name.Length);
        switch (name)
        {
            case "Det":
                model.Step("Det", [model.Floats(3, 6, 6)]);
                break;
            case "NonMaxSuppression":
                model.Step("NonMaxSuppression", [model.Floats(2, 20, 4), model.Floats(2, 2, 20), model.Longs(5), Number(model, 0.1f), Number(model, -0.8f)]);
                break;
            case "TfIdf":
                TfIdf(model, model.Input(Longs(3, 40, 8)), width: 12);
                break;
            case "Unique along an axis":
                model.Step("Unique", [model.Input(Longs(2, 30, 3))], 4, "axis=1");
                break;
            default:
                model.Step("Unique", [model.Input(Longs(4, 10, 8))], 4, name == "Unique" ? "sorted=1" : "sorted=0");
                break;
        }

        return model;
    }

    /// <summary>Sequences of one and of two numbers, counted at <paramref name="width"/> places.</summary>
    public static void TfIdf(SampleModel model, int x, int width)
    {
        int List(IEnumerable<int> numbers) => model.Constant(Tensor.Create<long>(ElementType.Int64, [numbers.Count()], numbers.Select(static number => (long)number).ToArray()));
        int half = width / 2;
        IEnumerable<int> pool = [.. Enumerable.Range(0, half), .. Enumerable.Range(0, 2 * half).Select(static i => i * i % 7)];
        model.Step(
            "TfIdf", [x, List([0, half]), List(Enumerable.Range(0, 2 * half).Select(i => i * 5 % width)), List(pool), model.Weights(2 * half)], 1, "mode=tfidf", "max_gram=2", "max_skip=1");
    }

    /// <summary>Numbers below a bound.</summary>
    public static Tensor Longs(long rows, long columns, int bound) =>
        Tensor.Create<long>(ElementType.Int64, [rows, columns], Enumerable.Range(0, (int)(rows * columns)).Select(i => (long)(i * 7 % 13 % bound)).ToArray());

    private static int Number(SampleModel model, float number) => model.Input(Tensor.Create<float>(ElementType.Float32, [1], [number]));
}
