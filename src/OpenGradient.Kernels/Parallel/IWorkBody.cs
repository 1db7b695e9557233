namespace OpenGradient.Kernels;

/// <summary>Work in numbered parts that do not depend on one another: a kernel with its operands, usually a ref struct of spans.</summary>
internal interface IWorkBody
{
    /// <summary>Carries out one part.</summary>
    /// <param name="part">From 0 to the number of parts minus 1; each is carried out once, in any order, on any thread.</param>
    /// <param name="participant">Below <see cref="Workers.Count"/>; no two threads at work have the same: the place of a part's scratch memory.</param>
    void Run(int part, int participant);
}
