using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Operators.MachineLearning;

/// <summary><c>SVMClassifier</c> and <c>SVMRegressor</c>: a kernel of each row with each support vector, and sums of these with weights.</summary>
internal static class VectorMachineImports
{
    public static void Regressor(NodeImport node)
    {
        RequireNoTransform(node);
        List<float> weights = node.Find("coefficients")?.Floats ?? [];
        long vectors = node.Integer("n_supports", 0);
        float[]? offset = node.Find("rho") is { Floats.Count: > 0 } rho ? [rho.Floats[0]] : null;
        if (weights.Count == 0 || (vectors > 0 && weights.Count != vectors))
            throw node.Error($"its {weights.Count} coefficients are not those of {vectors} support vectors");
        DraftValue rows = ClassScores.Rows(node);
        DraftValue y = vectors > 0 ? Sums(node, rows, weights.Count, weights, 1, offset) : LinearModelImports.Layer(node, rows, weights, 1, offset);
        if (node.Flag("one_class", false))
            y = node.Emit("Where", null, node.Emit("Less", null, ClassScores.Number(0f), y), ClassScores.Number(1f), ClassScores.Number(-1f));
        node.Set(0, y);
    }

    /// <summary>Each two classes are told apart by a sum of kernels; the label is that with the most votes, of equals the first.</summary>
    public static void Classifier(NodeImport node)
    {
        long[] labels = ClassScores.Labels(node, "classlabels_ints");
        long[] counts = [.. node.Find("vectors_per_class")?.Integers ?? []];
        if (labels.Length < 2 || counts.Length != labels.Length || counts.Any(static count => count < 0))
            throw node.Error("classes without support vectors are not supported; LinearClassifier has them", InvalidInputKind.Unsupported);
        DraftValue scores = Compared(node, counts);
        node.Set(0, ClassScores.Largest(node, labels, Votes(node, scores, labels.Length)));
        node.Set(1, Scores(node, scores, labels.Length));
    }

    private static DraftValue Scores(NodeImport node, DraftValue scores, int classes)
    {
        string transform = node.Text("post_transform", "NONE");
        if (node.Find("prob_a") is { Floats.Count: > 0 } slope && node.Find("prob_b") is { Floats.Count: > 0 } offset)
        {
            if (classes != 2)
                throw node.Error("probabilities of more than two classes are found by trial and error; leave prob_a and prob_b out, and its scores are decision values", InvalidInputKind.Unsupported);
            return ClassScores.Transformed(node, Probabilities(node, scores, slope.Floats[0], offset.Floats[0]), transform);
        }

        return classes == 2 ? ClassScores.Both(node, scores, isShare: transform != "NONE", isLogistic: false) : ClassScores.Transformed(node, scores, transform);
    }

    /// <summary>That of the first class, 1 / (1 + e^(a s + b)), is kept from 0 and 1; that of the second is what is left.</summary>
    private static DraftValue Probabilities(NodeImport node, DraftValue score, float slope, float offset)
    {
        DraftValue exponent = node.Emit("Add", null, node.Emit("Mul", null, score, ClassScores.Number(slope)), ClassScores.Number(offset));
        DraftValue first = node.Emit("Clip", new Settings().Float("low", LeastShare).Float("high", 1f - LeastShare), node.Emit("Sigmoid", null, node.Emit("Neg", null, exponent)));
        return ClassScores.Beside(node, first, node.Emit("Sub", null, ClassScores.Number(1f), first));
    }

    /// <summary>For each two classes i and j, i before j, a number above 0 where a row is of i rather.</summary>
    /// <remarks>The coefficient of a vector of class c beside class d stands in row d, or d - 1 if d follows c.</remarks>
    private static DraftValue Compared(NodeImport node, long[] counts)
    {
        List<float> given = node.Find("coefficients")?.Floats ?? [], rho = node.Find("rho")?.Floats ?? [];
        int classes = counts.Length, vectors = given.Count / (classes - 1);
        long pairs = classes * (classes - 1L) / 2;
        if (vectors == 0 || given.Count != (classes - 1) * vectors || counts.Any(count => count > vectors) || counts.Sum() != vectors || rho.Count < pairs)
            throw node.Error($"its coefficients or offsets are not those of its {classes} classes and their support vectors");
        if (pairs * Math.Max(vectors, classes) > MostWeights)
            throw node.Error("each two of its classes have a sum of all support vectors, and a vote for all classes: these are too many", InvalidInputKind.TooLarge);
        int[] classOf = [.. counts.SelectMany(static (count, index) => Enumerable.Repeat(index, (int)count))];
        var weights = new List<float>((int)pairs * vectors);
        foreach ((int i, int j) in Pairs(classes))
            weights.AddRange(classOf.Select((own, vector) => own == i ? given[((j - 1) * vectors) + vector] : own == j ? given[(i * vectors) + vector] : 0f));
        return Sums(node, ClassScores.Rows(node), vectors, weights, (int)pairs, [.. rho.Take((int)pairs)]);
    }

    /// <summary>How many of the others each class wins against.</summary>
    private static DraftValue Votes(NodeImport node, DraftValue scores, int classes)
    {
        (int I, int J)[] pairs = [.. Pairs(classes)];
        DraftValue isFirst = node.Emit("Cast", new Settings().Name("to", "f32"), node.Emit("Less", null, ClassScores.Number(0f), scores));
        var weights = new List<float>();
        for (int own = 0; own < classes; own++)
            weights.AddRange(pairs.Select(pair => pair.I == own ? 1f : pair.J == own ? -1f : 0f));
        return LinearModelImports.Layer(node, isFirst, weights, classes, [.. Enumerable.Range(0, classes).Select(own => (float)pairs.Count(pair => pair.J == own))]);
    }

    private static IEnumerable<(int I, int J)> Pairs(int classes) => Enumerable.Range(0, classes - 1).SelectMany(i => Enumerable.Range(i + 1, classes - 1 - i).Select(j => (i, j)));

    /// <summary>Sums of kernels with weights, a row of those for each output. Of products with vectors it is the product with one vector, their sum: in it nothing large has to cancel.</summary>
    private static DraftValue Sums(NodeImport node, DraftValue rows, int vectors, List<float> weights, int outputs, float[]? offsets)
    {
        List<float> support = node.Find("support_vectors")?.Floats ?? [];
        if (support.Count == 0 || support.Count % vectors != 0)
            throw node.Error($"its support vectors are not {vectors}");
        if ((long)outputs * support.Count > MostWeights)
            throw node.Error("each two of its classes weigh all support vectors: these are too many", InvalidInputKind.TooLarge);
        return node.Text("kernel_type", "LINEAR") == "LINEAR"
            ? LinearModelImports.Layer(node, rows, SumOfVectors(support, weights, outputs), outputs, offsets)
            : LinearModelImports.Layer(node, Kernels(node, rows, support, vectors), weights, outputs, offsets);
    }

    /// <summary>For each output Σ weight · vector, in binary64, rounded once.</summary>
    private static List<float> SumOfVectors(List<float> support, List<float> weights, int outputs)
    {
        int vectors = weights.Count / outputs, features = support.Count / vectors;
        var sums = new List<float>(outputs * features);
        for (int cell = 0; cell < outputs * features; cell++)
        {
            double sum = 0;
            for (int vector = 0; vector < vectors; vector++)
                sum += (double)weights[(cell / features * vectors) + vector] * support[(vector * features) + (cell % features)];
            sums.Add((float)sum);
        }

        return sums;
    }

    /// <summary>[rows, vectors]: γ, an offset and a degree are <c>kernel_params</c>.</summary>
    private static DraftValue Kernels(NodeImport node, DraftValue rows, List<float> support, int vectors)
    {
        List<float> parameters = node.Find("kernel_params")?.Floats ?? [];
        if (parameters.Count is > 0 and < 3)
            throw node.Error("kernel_params are not three");
        (float gamma, float offset, float degree) = parameters.Count > 0 ? (parameters[0], parameters[1], parameters[2]) : (0f, 0f, 0f);
        string kind = node.Text("kernel_type", "LINEAR");
        if (kind == "RBF")
            return Distances(node, rows, support, vectors, gamma);
        DraftValue products = LinearModelImports.Layer(node, rows, support, vectors, bias: null);
        DraftValue shifted = node.Emit("Add", null, node.Emit("Mul", null, products, ClassScores.Number(gamma)), ClassScores.Number(offset));
        return kind switch
        {
            "POLY" => node.Emit("Pow", null, shifted, ClassScores.Number(degree)),
            "SIGMOID" => node.Emit("Tanh", null, shifted),
            _ => throw node.Error($"the kernel '{NodeNames.Shorten(kind)}' is unknown"),
        };
    }

    /// <summary>e^(-γ |x - v|²).</summary>
    private static DraftValue Distances(NodeImport node, DraftValue rows, List<float> support, int vectors, float gamma)
    {
        DraftConstant all = DraftConstant.Floats("support vectors", [.. support]) with { Shape = [vectors, support.Count / vectors] };
        DraftValue difference = node.Emit("Sub", null, node.Emit("Unsqueeze", null, rows, node.IntegerList(1)), DraftValue.Of(all));
        DraftValue squares = node.Emit("ReduceSum", new Settings().Flag("keepdims", false), node.Emit("Mul", null, difference, difference), node.IntegerList(-1));
        return node.Emit("Exp", null, node.Emit("Mul", null, squares, ClassScores.Number(-gamma)));
    }

    private static void RequireNoTransform(NodeImport node)
    {
        if (node.Text("post_transform", "NONE") is not "NONE" and var transform)
            throw node.Error($"post_transform '{NodeNames.Shorten(transform)}' is not supported", InvalidInputKind.Unsupported);
    }

    private const long MostWeights = 1 << 26; // a quarter of a gigabyte
    private const float LeastShare = 1e-7f; // libsvm's min_prob, as ONNX Runtime has it
}
