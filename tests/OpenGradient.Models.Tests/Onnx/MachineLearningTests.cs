using OpenGradient.Execution;
using OpenGradient.Programs;
using static OpenGradient.Models.Tests.Onnx.ModelBuilder;

namespace OpenGradient.Models.Tests.Onnx;

/// <summary>What converters of scikit-learn, XGBoost and LightGBM write: operators of <c>ai.onnx.ml</c>, against their definitions.</summary>
public sealed class MachineLearningTests
{
    [Theory]
    [InlineData("NONE", new[] { 1f, -2f, 3f })]
    [InlineData("SOFTMAX", new[] { 0.1184996f, 0.0058998f, 0.8756006f })]
    [InlineData("LOGISTIC", new[] { 0.7310586f, 0.1192029f, 0.9525741f })]
    public void LinearClassifier_ThreeClasses_GivesTheLabelAndItsScores(string transform, float[] scores)
    {
        ModelBuilder model = Rows(2).Learned("LinearClassifier", ["x"], ["label", "scores"], Floats("coefficients", 1, 0, 0, -1, 1, 1), Floats("intercepts", 0, 0, 0), Integers("classlabels_ints", 7, 8, 9), Text("post_transform", transform));

        RunResult result = BuiltModel.Run(model.Output("label").Output("scores").Build(), BuiltModel.Floats([1, 2], [1, 2]));

        Assert.Equal([9], result.Outputs[0].As<long>().ToArray());
        AssertClose(scores, BuiltModel.Numbers(result, 1));
    }

    /// <summary>A text is none of the values here: the label is its place in the list.</summary>
    [Theory]
    [InlineData("NONE", new[] { 3f, -2f })]
    [InlineData("LOGISTIC", new[] { 0.8807971f, 0.1192029f })]
    public void LinearClassifier_OneScoreForTwoClasses_CountsForTheSecond(string transform, float[] scores)
    {
        ModelBuilder model = Rows(2).Learned("LinearClassifier", ["x"], ["label", "scores"], Floats("coefficients", 0, -1), Floats("intercepts", 0), Texts("classlabels_strings", "no", "yes"), Text("post_transform", transform));

        RunResult result = BuiltModel.Run(model.Output("label").Output("scores").Build(), BuiltModel.Floats([1, 2], [1, 2]));

        Assert.Equal([0], result.Outputs[0].As<long>().ToArray());
        AssertClose(scores, BuiltModel.Numbers(result, 1));
    }

    [Fact]
    public void LinearRegressor_TwoTargets_IsADenseLayer()
    {
        byte[] file = Rows(2).Learned("LinearRegressor", ["x"], ["y"], Floats("coefficients", 1, 2, 3, 4), Floats("intercepts", 10, 20), Integer("targets", 2)).Output("y").Build();

        Assert.Equal([15, 31], BuiltModel.Numbers(BuiltModel.Run(file, BuiltModel.Floats([1, 2], [1, 2]))));
    }

    [Theory]
    [InlineData("LINEAR")]
    [InlineData("POLY")]
    [InlineData("RBF")]
    [InlineData("SIGMOID")]
    public void SvmRegressor_EveryKernel_IsASumOverSupportVectors(string kernel)
    {
        byte[] file = Rows(2).Learned(
            "SVMRegressor", ["x"], ["y"], Text("kernel_type", kernel), Floats("kernel_params", 0.5f, 1.5f, 3), Floats("coefficients", 2, -1), Floats("rho", 0.5f), Floats("support_vectors", 1, 0, 0, 0), Integer("n_supports", 2)).Output("y").Build();
        double Kernel(double product, double distance) => kernel switch
        {
            "LINEAR" => product,
            "POLY" => Math.Pow((0.5 * product) + 1.5, 3),
            "RBF" => Math.Exp(-0.5 * distance),
            _ => Math.Tanh((0.5 * product) + 1.5),
        };

        float[] y = BuiltModel.Numbers(BuiltModel.Run(file, BuiltModel.Floats([1, 2], [1, 2])));

        AssertClose([(float)((2 * Kernel(1, 4)) - Kernel(0, 5) + 0.5)], y);
    }

    /// <summary>Three classes with a vector each: 0 against 1, 0 against 2, 1 against 2. The class with most votes wins; of equals the first.</summary>
    [Theory]
    [InlineData(new[] { 1f, 0f, 0f }, 5)]
    [InlineData(new[] { 0f, 1f, 0f }, 6)]
    [InlineData(new[] { 0f, 0f, 1f }, 7)]
    [InlineData(new[] { 0f, 0f, 0f }, 7)] // a sum of 0 is no vote for the first of its two
    public void SvmClassifier_VotesOfEachTwoClasses_Decide(float[] row, long label)
    {
        byte[] file = Rows(3).Learned(
            "SVMClassifier", ["x"], ["label", "scores"], Floats("coefficients", 1, -1, -1, 1, 1, -1), Floats("rho", 0, 0, 0), Floats("support_vectors", 1, 0, 0, 0, 1, 0, 0, 0, 1), Integers("vectors_per_class", 1, 1, 1), Integers("classlabels_ints", 5, 6, 7))
            .Output("label").Output("scores").Build();

        RunResult result = BuiltModel.Run(file, BuiltModel.Floats([1, 3], row));

        Assert.Equal([label], result.Outputs[0].As<long>().ToArray());
        Assert.Equal([row[0] - row[1], row[0] - row[2], row[1] - row[2]], BuiltModel.Numbers(result, 1));
    }

    /// <summary>A forest's leaf has a share for each class; of two classes only the second's is written.</summary>
    [Theory]
    [InlineData(-1f, new[] { 0.75f, 0.25f, 0f }, 3)]
    [InlineData(1f, new[] { 0.25f, 0.25f, 0.5f }, 5)]
    public void TreeEnsembleClassifier_LeavesOfSeveralClasses_AreSharesOfEach(float x, float[] scores, long label)
    {
        ProtoWriter[] attributes = [.. Stump(), Integers("class_treeids", 0, 0, 0, 0, 0), Integers("class_nodeids", 1, 1, 2, 2, 2), Integers("class_ids", 0, 1, 0, 1, 2), Floats("class_weights", 0.75f, 0.25f, 0.25f, 0.25f, 0.5f), Integers("classlabels_int64s", 3, 4, 5)];

        RunResult result = BuiltModel.Run(Rows(1).Learned("TreeEnsembleClassifier", ["x"], ["label", "p"], attributes).Output("label").Output("p").Build(), BuiltModel.Floats([1, 1], [x]));

        Assert.Equal([label], result.Outputs[0].As<long>().ToArray());
        Assert.Equal(scores, BuiltModel.Numbers(result, 1));
    }

    [Theory]
    [InlineData("NONE", 0.25f, 0.75f, -1f, 0, new[] { 0.75f, 0.25f })]
    [InlineData("NONE", 0.25f, 0.75f, 1f, 1, new[] { 0.25f, 0.75f })]
    [InlineData("LOGISTIC", -1f, 1f, -1f, 0, new[] { 0.7310586f, 0.2689414f })]
    [InlineData("LOGISTIC", -1f, 1f, 1f, 1, new[] { 0.2689414f, 0.7310586f })]
    [InlineData("NONE", -1f, 1f, 1f, 1, new[] { -1f, 1f })]
    public void TreeEnsembleClassifier_OneScoreForTwoClasses_CountsForTheSecond(string transform, float left, float right, float x, long label, float[] scores)
    {
        ProtoWriter[] attributes = [.. Stump(), Integers("class_treeids", 0, 0), Integers("class_nodeids", 1, 2), Integers("class_ids", 0, 0), Floats("class_weights", left, right), Integers("classlabels_int64s", 0, 1), Text("post_transform", transform)];

        RunResult result = BuiltModel.Run(Rows(1).Learned("TreeEnsembleClassifier", ["x"], ["label", "p"], attributes).Output("label").Output("p").Build(), BuiltModel.Floats([1, 1], [x]));

        Assert.Equal([label], result.Outputs[0].As<long>().ToArray());
        AssertClose(scores, BuiltModel.Numbers(result, 1));
    }

    [Fact]
    public void TreeEnsembleRegressor_AverageOfLeavesOfTwoTargets_IsOfTheTrees()
    {
        ProtoWriter[] attributes = [.. Stump(), Integers("target_treeids", 0, 0, 0, 0), Integers("target_nodeids", 1, 1, 2, 2), Integers("target_ids", 0, 1, 0, 1), Floats("target_weights", 1, 2, 3, 4), Integer("n_targets", 2), Text("aggregate_function", "AVERAGE")];

        Assert.Equal([3, 4], BuiltModel.Numbers(BuiltModel.Run(Rows(1).Learned("TreeEnsembleRegressor", ["x"], ["y"], attributes).Output("y").Build(), BuiltModel.Floats([1, 1], [1]))));
    }

    [Theory]
    [InlineData("MAX", new[] { 0.75f, 1f, 0f, 0f })]
    [InlineData("L1", new[] { 0.4285714f, 0.5714286f, 0f, 0f })]
    [InlineData("L2", new[] { 0.6f, 0.8f, 0f, 0f })]
    public void Normalizer_EveryNorm_LeavesRowsOfZeros(string norm, float[] expected)
    {
        byte[] file = Rows(2).Learned("Normalizer", ["x"], ["y"], Text("norm", norm)).Output("y").Build();

        AssertClose(expected, BuiltModel.Numbers(BuiltModel.Run(file, BuiltModel.Floats([2, 2], [3, 4, 0, 0]))));
    }

    [Fact]
    public void Scaler_Imputer_Vectorizer_FollowEachOther()
    {
        byte[] file = Rows(2).Learned("Imputer", ["x"], ["a"], Floats("imputed_value_floats", 8, 9), Float("replaced_value_float", -1))
            .Learned("Scaler", ["a"], ["b"], Floats("offset", 1, 2), Floats("scale", 10, 100)).Learned("FeatureVectorizer", ["b", "x"], ["c"]).Learned("ZipMap", ["c"], ["y"]).Output("y").Build();

        Assert.Equal([70, 300, -1, 5], BuiltModel.Numbers(BuiltModel.Run(file, BuiltModel.Floats([1, 2], [-1, 5]))));
    }

    [Fact]
    public void Imputer_NaN_IsReplaced()
    {
        byte[] file = Rows(2).Learned("Imputer", ["x"], ["y"], Floats("imputed_value_floats", 8), Float("replaced_value_float", float.NaN)).Output("y").Build();

        Assert.Equal([8, 5], BuiltModel.Numbers(BuiltModel.Run(file, BuiltModel.Floats([1, 2], [float.NaN, 5]))));
    }

    [Fact]
    public void LabelEncoder_OneHotEncoder_OfWholeNumbers()
    {
        byte[] file = new ModelBuilder().Input("x", 7, 1, 3).Learned("LabelEncoder", ["x"], ["y"], Integers("keys_int64s", 3, 1), Floats("values_floats", 0.5f, 0.25f), Float("default_float", 9))
            .Learned("OneHotEncoder", ["x"], ["z"], Integers("cats_int64s", 1, 3)).Output("y").Output("z").Build();

        RunResult result = BuiltModel.Run(file, Tensor.Create<long>(ElementType.Int64, [1, 3], [1, 2, 3]));

        Assert.Equal([0.25f, 9, 0.5f], BuiltModel.Numbers(result));
        Assert.Equal([1, 0, 0, 0, 0, 1], BuiltModel.Numbers(result, 1));
    }

    /// <summary>Lists that do not belong together, numbers of targets that nothing holds: refused with the node, whatever they are.</summary>
    [Fact]
    public void Attributes_ThatDoNotFit_AreRefused()
    {
        Refuse("LinearClassifier", Floats("coefficients", 1, 2, 3), Integers("classlabels_ints", 0, 1));
        Refuse("LinearRegressor", Floats("coefficients", 1), Integer("targets", long.MaxValue));
        Refuse("SVMRegressor", Floats("coefficients", 1, 2), Integer("n_supports", 1));
        Refuse("SVMRegressor", Floats("coefficients", 1, 2), Integer("n_supports", 2), Floats("support_vectors", 1, 2, 3));
        Refuse("SVMClassifier", Floats("coefficients", 1), Integers("vectors_per_class", long.MaxValue, long.MaxValue), Integers("classlabels_ints", 0, 1), Floats("rho", 1));
        Refuse("SVMClassifier", Floats("coefficients", 1), Integers("vectors_per_class", -1, 2), Integers("classlabels_ints", 0, 1), Floats("rho", 1));
        Refuse("SVMClassifier", ManyClasses());
        Refuse("Normalizer", Text("norm", "L3"));
        Refuse("OneHotEncoder", Texts("cats_strings", "a"));
        Refuse("LabelEncoder", Texts("keys_strings", "a"), Integers("values_int64s", 1));
        Refuse("TreeEnsembleRegressor", [.. Stump(), Integers("target_treeids", 0), Integers("target_nodeids", 1), Integers("target_ids", 0), Floats("target_weights", 1), Text("aggregate_function", "MIN")]);
        Refuse("DictVectorizer");
    }

    /// <summary>Each two of six hundred classes, and a vote of each of those pairs for every class, though there is one support vector: some 100 million weights of a file of 700 KB.</summary>
    private static ProtoWriter[] ManyClasses() =>
    [
        Integers("classlabels_ints", [.. Enumerable.Range(0, ClassCount).Select(static label => (long)label)]), Integers("vectors_per_class", [1, .. new long[ClassCount - 1]]), Floats("coefficients", new float[ClassCount - 1]), Floats("rho", new float[ClassCount * (ClassCount - 1) / 2]), Floats("support_vectors", 1, 2),
    ];

    private const int ClassCount = 600;

    private static void Refuse(string type, params ReadOnlySpan<ProtoWriter> attributes) =>
        Assert.Contains($"({type})", BuiltModel.Refused(Rows(2).Learned(type, ["x"], ["y"], attributes).Output("y").Build()).Message, StringComparison.Ordinal);

    private static ModelBuilder Rows(int features) => new ModelBuilder().InputNamed("x", 1, "n", $"{features}");

    /// <summary>One question, x ≤ 0, and two leaves.</summary>
    private static ProtoWriter[] Stump() =>
    [
        Integers("nodes_treeids", 0, 0, 0), Integers("nodes_nodeids", 0, 1, 2), Integers("nodes_featureids", 0, 0, 0), Texts("nodes_modes", "BRANCH_LEQ", "LEAF", "LEAF"),
        Floats("nodes_values", 0, 0, 0), Integers("nodes_truenodeids", 1, 0, 0), Integers("nodes_falsenodeids", 2, 0, 0),
    ];

    private static void AssertClose(float[] expected, float[] actual) => Assert.All(expected.Zip(actual, static (x, y) => (x, y)), static pair => Assert.Equal(pair.x, pair.y, 1e-5));
}
