using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Models.Onnx.Wire;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Operators.MachineLearning;

/// <summary>What <c>ai.onnx.ml</c> makes of features before a model sees them.</summary>
internal static class FeatureImports
{
    public static IEnumerable<KeyValuePair<string, Action<NodeImport>>> All() =>
    [
        new("ArrayFeatureExtractor", static node => node.Set(0, node.Emit("Gather", new Settings().Integer("axis", -1), node.Input(0), node.Emit("Reshape", null, node.Input(1), node.IntegerList(-1))))),
        new("Binarizer", Binarizer),
        new("FeatureVectorizer", static node => node.Set(0, node.Emit("Concat", new Settings().Integer("axis", -1), [.. node.Inputs().Select(input => ClassScores.AsFloats(node, input))]))),
        new("Imputer", Imputer),
        new("Normalizer", Normalizer),
        new("OneHotEncoder", OneHotEncoder),
        new("Scaler", Scaler),
    ];

    private static void Binarizer(NodeImport node)
    {
        DraftValue threshold = node.Emit("CastLike", null, node.Scalar(node.Float("threshold", 0f)), node.Input(0));
        node.Set(0, node.Emit("CastLike", null, node.Emit("Less", null, threshold, node.Input(0)), node.Input(0)));
    }

    /// <summary>(x - offset) · scale, one of each for all features or one for each.</summary>
    private static void Scaler(NodeImport node)
    {
        DraftValue x = ClassScores.AsFloats(node, node.Input(0));
        if (node.Find("offset") is { Floats.Count: > 0 } offset)
            x = node.Emit("Sub", null, x, Features(offset));
        if (node.Find("scale") is { Floats.Count: > 0 } scale)
            x = node.Emit("Mul", null, x, Features(scale));
        node.Set(0, x);
    }

    /// <summary>x by the largest of its row, the sum of its sizes or the root of that of its squares; a row of which that is 0 stays as it is.</summary>
    private static void Normalizer(NodeImport node)
    {
        DraftValue x = ClassScores.AsFloats(node, node.Input(0));
        DraftValue last = node.IntegerList(-1);
        DraftValue length = node.Text("norm", "MAX") switch
        {
            "MAX" => node.Emit("ReduceMax", null, x, last),
            "L1" => node.Emit("ReduceSum", null, node.Emit("Abs", null, x), last),
            "L2" => node.Emit("Sqrt", null, node.Emit("ReduceSum", null, node.Emit("Mul", null, x, x), last)),
            string other => throw node.Error($"the norm '{NodeNames.Shorten(other)}' is unknown"),
        };
        node.Set(0, node.Emit("Div", null, x, ClassScores.OneForZero(node, length)));
    }

    /// <summary>What is missing, NaN or a number that stands for it, is a feature's own number.</summary>
    private static void Imputer(NodeImport node)
    {
        DraftValue x = node.Input(0);
        if (node.Find("imputed_value_int64s") is { Integers.Count: > 0 } integers)
        {
            DraftValue missing = DraftValue.Of(DraftConstant.Integers("missing", node.Integer("replaced_value_int64", 0)));
            node.Set(0, node.Emit("Where", null, node.Emit("Equal", null, x, missing), DraftValue.Of(DraftConstant.Integers("imputed", [.. integers.Integers])), x));
            return;
        }

        if (node.Find("imputed_value_floats") is not { Floats.Count: > 0 } floats)
            throw node.Error("it has no numbers for what is missing");
        x = ClassScores.AsFloats(node, x);
        float replaced = node.Float("replaced_value_float", 0f);
        DraftValue isMissing = float.IsNaN(replaced) ? node.Emit("Not", null, node.Emit("Equal", null, x, x)) : node.Emit("Equal", null, x, ClassScores.Number(replaced));
        node.Set(0, node.Emit("Where", null, isMissing, Features(floats), x));
    }

    /// <summary>For each element, which of the categories it is; of none, zeros, also where the attribute <c>zeros</c> would have a run fail.</summary>
    private static void OneHotEncoder(NodeImport node)
    {
        if (node.Find("cats_int64s") is not { Integers.Count: > 0 } categories)
            throw node.Error("text is not supported; categories that are whole numbers are", InvalidInputKind.Unsupported);
        DraftValue places = node.Emit("Cast", new Settings().Name("to", "i64"), node.Input(0));
        DraftValue isEqual = node.Emit("Equal", null, node.Emit("Unsqueeze", null, places, node.IntegerList(-1)), DraftValue.Of(DraftConstant.Integers("categories", [.. categories.Integers])));
        node.Set(0, node.Emit("Cast", new Settings().Name("to", "f32"), isEqual));
    }

    private static DraftValue Features(OnnxAttribute numbers) => DraftValue.Of(DraftConstant.Floats("features", [.. numbers.Floats]));
}
