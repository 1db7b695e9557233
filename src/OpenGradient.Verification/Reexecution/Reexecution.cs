namespace OpenGradient.Verification;

/// <summary>Runs a Program again and compares every bit; supplied by whoever has kernels and the model's files.</summary>
/// <remarks>
/// The verifier references no kernel: it takes this function's word, so the function is part of what a user trusts. It answers every
/// fault of its inputs with a code. What it throws (a cancellation, a broken disk) goes through the verifier unchanged.
/// </remarks>
public delegate ReexecutionResult Reexecution(ReexecutionRequest request);
