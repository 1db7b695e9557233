namespace OpenGradient.Benchmarks.OnnxDifferential;

/// <summary>What two engines make of one model.</summary>
internal enum Outcome
{
    /// <summary>The same, within the tolerance.</summary>
    Same,

    /// <summary>Both refuse it.</summary>
    BothRefuse,

    /// <summary>Only this engine runs it.</summary>
    TheyRefuse,

    /// <summary>Only ONNX Runtime runs it.</summary>
    WeRefuse,

    /// <summary>An output differs.</summary>
    Differs,

    /// <summary>This engine ends with an exception that is no refusal, or does not end in time.</summary>
    Defect,
}
