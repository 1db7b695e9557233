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

    /// <summary>Boxes by two opposite corners (y, x, y, x), or by centre and extent (x, y, width, height). All in binary32, each operation rounded.</summary>
    private readonly ref struct Overlap(ReadOnlySpan<float> boxes, bool isCentered, float limit)
    {
        private readonly ReadOnlySpan<float> _boxes = boxes;

        /// <summary>Whether the shared area is more than <c>limit</c> of the area of both together.</summary>
        public bool IsTooLarge(int first, int second)
        {
            (float top1, float left1, float bottom1, float right1) = Corners(first);
            (float top2, float left2, float bottom2, float right2) = Corners(second);
            float height = MathF.Min(bottom1, bottom2) - MathF.Max(top1, top2);
            float width = MathF.Min(right1, right2) - MathF.Max(left1, left2);
            float area1 = (bottom1 - top1) * (right1 - left1);
            float area2 = (bottom2 - top2) * (right2 - left2);
            if (!(height > 0f) || !(width > 0f) || !(area1 > 0f) || !(area2 > 0f))
                return false;
            float shared = height * width;
            return shared / (area1 + area2 - shared) > limit;
        }

        private (float Top, float Left, float Bottom, float Right) Corners(int box)
        {
            ReadOnlySpan<float> b = _boxes.Slice(4 * box, 4);
            return isCentered
                ? (b[1] - (b[3] / 2f), b[0] - (b[2] / 2f), b[1] + (b[3] / 2f), b[0] + (b[2] / 2f))
                : (MathF.Min(b[0], b[2]), MathF.Min(b[1], b[3]), MathF.Max(b[0], b[2]), MathF.Max(b[1], b[3]));
        }
    }
}
