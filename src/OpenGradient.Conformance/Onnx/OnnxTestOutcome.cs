namespace OpenGradient.Conformance;

/// <summary>How an ONNX backend test case came out.</summary>
public enum OnnxTestOutcome
{
    /// <summary>Every output of every data set is within ONNX's tolerance.</summary>
    Passed,

    /// <summary>An output differs, or the case's files are damaged.</summary>
    Failed,

    /// <summary>The model uses what this version refuses by name.</summary>
    Unsupported,
}
