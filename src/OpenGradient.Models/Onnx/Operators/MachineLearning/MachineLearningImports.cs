using System.Collections.Frozen;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Operators.MachineLearning;

/// <summary>Operators of the domain <c>ai.onnx.ml</c>: what converters of scikit-learn, XGBoost and LightGBM write.</summary>
internal static class MachineLearningImports
{
    /// <summary>The domain.</summary>
    public const string Domain = "ai.onnx.ml";

    private static readonly FrozenDictionary<string, Action<NodeImport>> Imports = All().ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Imports a node of the domain.</summary>
    public static void Import(NodeImport node, TensorImport tensors)
    {
        if (node.Operator == "TreeEnsemble")
            TreeImports.TreeEnsemble(node, tensors);
        else if (node.Operator == "LabelEncoder")
            LabelEncoderImport.Import(node, tensors);
        else if (Imports.TryGetValue(node.Operator, out Action<NodeImport>? import))
            import(node);
        else
            throw node.Error("this operator of ai.onnx.ml is not supported", InvalidInputKind.Unsupported);
    }

    private static IEnumerable<KeyValuePair<string, Action<NodeImport>>> All() =>
    [
        .. FeatureImports.All(),
        new("LinearClassifier", LinearModelImports.Classifier),
        new("LinearRegressor", LinearModelImports.Regressor),
        new("SVMClassifier", VectorMachineImports.Classifier),
        new("SVMRegressor", VectorMachineImports.Regressor),
        new("TreeEnsembleClassifier", OldTreeImports.Classifier),
        new("TreeEnsembleRegressor", OldTreeImports.Regressor),
        new("ZipMap", static node => node.Set(0, node.Input(0))), // a map from labels to scores, as the scores in the order of the labels
    ];
}
