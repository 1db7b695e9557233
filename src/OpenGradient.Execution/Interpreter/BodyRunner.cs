namespace OpenGradient.Execution.Interpreter;

/// <summary>Runs the steps of a body, once; its inputs are in place.</summary>
/// <param name="body">The body.</param>
/// <param name="iteration">Counted from 0 in a loop; null for a body that runs by choice.</param>
/// <returns>False, with nothing done, if the limit of the run is reached.</returns>
internal delegate bool BodyRunner(BoundBody body, int? iteration);
