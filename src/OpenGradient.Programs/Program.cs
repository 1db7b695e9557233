using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Programs;

/// <summary>The compiled, bit-exact form of a model: a list of steps over numbered values.</summary>
/// <remarks>
/// Values are numbered once: first the inputs, then the constants, then the outputs of each step in order. A step reads only
/// values with smaller numbers, so the list is a schedule and cycles cannot be written down. The meaning of every step is
/// fixed by spec/exec-1; weights enter by digest.
/// </remarks>
/// <param name="Inputs">What a run must be given.</param>
/// <param name="Constants">The weights.</param>
/// <param name="Steps">The operations, in the order in which they run.</param>
/// <param name="Outputs">What a run returns.</param>
/// <param name="Sequence">
/// For a causal language model, the name of the input dimension along which row t of every step depends on rows 0 … t only;
/// otherwise null.
/// </param>
/// <param name="Profile"><see cref="FloatProfile"/> or <see cref="IntegerProfile"/>.</param>
public sealed record Program(
    ImmutableArray<ProgramInput> Inputs,
    ImmutableArray<Constant> Constants,
    ImmutableArray<Step> Steps,
    ImmutableArray<ProgramOutput> Outputs,
    string? Sequence = null,
    string Profile = Program.FloatProfile)
{
    /// <summary>The profile of Programs over binary32 numbers.</summary>
    public const string FloatProfile = "float";

    /// <summary>The profile of Programs over integers, which can be proven: spec/exec-1, section "Integer profile".</summary>
    public const string IntegerProfile = "integer";

    /// <summary>The name of the semantics under which the steps are read.</summary>
    public const string Semantics = "exec-1";

    /// <summary>The canonical bytes: see <see cref="ProgramFormat"/>.</summary>
    public byte[] ToBytes() => ProgramFormat.Write(this);

    /// <summary>SHA-256 of the canonical bytes.</summary>
    public ProgramId Id => new(Digest.Sha256(ToBytes()));

    /// <summary>How many values there are: inputs, constants and outputs of steps, those inside bodies included.</summary>
    public int ValueCount => Inputs.Length + Constants.Length + Numbering.ValueCount(Steps);

    /// <summary>How many steps there are, those inside bodies included.</summary>
    public int StepCount => Numbering.StepCount(Steps);
}
