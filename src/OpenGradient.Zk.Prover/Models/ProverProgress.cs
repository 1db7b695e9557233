namespace OpenGradient.Zk.Prover;

/// <summary>How far a prover is.</summary>
/// <param name="Phase">What it does now.</param>
/// <param name="DoneCount">How many steps of the core are shown; 0 in other phases than <see cref="ProverPhase.Steps"/>.</param>
/// <param name="TotalCount">How many there are.</param>
public readonly record struct ProverProgress(ProverPhase Phase, int DoneCount, int TotalCount);
