using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>The boxes that overlap no better one too much, class by class. Inputs: boxes [n, b, 4], scores [n, c, b], most?, overlap?, least score?.</summary>
/// <remarks>y [k, 3] of i64: image, class, box; images and classes ascending, boxes by descending score, of equal ones the lower number first.</remarks>
internal sealed class NonMaxSuppressionOperation(bool isCentered) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } =
        new("NonMaxSuppression", 2, 5, 1, static binding => new NonMaxSuppressionOperation(binding.Attributes.Flag("center_point_box", false)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value boxes = run.Input(0, ElementType.Float32);
        Value scores = run.Input(1, ElementType.Float32);
        bool fits = boxes.Rank == 3 && scores.Rank == 3 && boxes.Shape[2] == 4 && boxes.Shape[0] == scores.Shape[0] && boxes.Shape[1] == scores.Shape[2];
        if (!fits)
            throw run.Error($"boxes {Interpreter.Shapes.Describe(boxes.Shape)} and scores {Interpreter.Shapes.Describe(scores.Shape)} do not fit");
        long most = !run.Has(2) ? 0 : run.Integers(2) is [long limit] ? limit : throw run.Error("the most boxes must be one number");
        int boxCount = boxes.Shape[1];
        int rows = scores.Shape[0] * scores.Shape[1];
        int perClass = (int)Math.Clamp(most, 0, boxCount);
        float? least = Threshold(run, 4);
        Span<int> chosen = run.Scratch<int>(checked(rows * perClass));
        Span<int> counts = run.Scratch<int>(rows);
        Span<int> order = run.Scratch<int>(boxCount);
        int total = 0;
        for (int row = 0; row < rows; row++)
        {
            int image = row / scores.Shape[1];
            var overlap = new Overlap(boxes.Floats.Slice(image * boxCount * 4, boxCount * 4), isCentered, Threshold(run, 3) ?? 0f);
            counts[row] = Choose(run, overlap, scores.Floats.Slice(row * boxCount, boxCount), least, order, chosen.Slice(row * perClass, perClass));
            total += counts[row];
        }

        Write(run.Output(0, ElementType.Int64, total, 3).Longs, chosen, counts, perClass, scores.Shape[1]);
    }

    private static float? Threshold(StepRun run, int input)
    {
        if (!run.Has(input))
            return null;
        Value threshold = run.Input(input, ElementType.Float32);
        return threshold.ElementCount == 1 ? threshold.Floats[0] : throw run.Error($"input {input} must be one number");
    }

    private static int Choose(StepRun run, Overlap overlap, ReadOnlySpan<float> scores, float? least, Span<int> order, Span<int> chosen)
    {
        if (chosen.IsEmpty)
            return 0;
        Selection.First(new ScoreOrder(scores), scores.Length, order);
        int count = 0;
        for (int i = 0; i < order.Length && count < chosen.Length; i++)
        {
            run.CancellationToken.ThrowIfCancellationRequested();
            int candidate = order[i];
            if (least is { } bound && !(scores[candidate] > bound))
                continue;
            bool isCovered = false;
            for (int other = 0; other < count && !isCovered; other++)
                isCovered = overlap.IsTooLarge(candidate, chosen[other]);
            if (!isCovered)
                chosen[count++] = candidate;
        }

        return count;
    }

    private static void Write(Span<long> y, ReadOnlySpan<int> chosen, ReadOnlySpan<int> counts, int perClass, int classes)
    {
        int next = 0;
        for (int row = 0; row < counts.Length; row++)
        {
            for (int i = 0; i < counts[row]; i++)
            {
                y[next++] = row / classes;
                y[next++] = row % classes;
                y[next++] = chosen[(row * perClass) + i];
            }
        }
    }

    private readonly ref struct ScoreOrder(ReadOnlySpan<float> scores) : IOrder
    {
        private readonly ReadOnlySpan<float> _scores = scores;

        public int Compare(int x, int y) => Number.Compare(_scores[y], _scores[x]) is int order and not 0 ? order : x - y;
    }

    /// <summary>Boxes of one image.</summary>
    private readonly ref struct Overlap(ReadOnlySpan<float> boxes, bool isCentered, float limit)
    {
        private readonly ReadOnlySpan<float> _boxes = boxes;

        public bool IsTooLarge(int first, int second) => BoxCorners.Overlap(Corners(first), Corners(second), limit);

        private BoxCorners Corners(int box) => BoxCorners.Of(_boxes.Slice(4 * box, 4), isCentered);
    }
}
