using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>Runs the judge of the disputed step on what each party opened.</summary>
/// <param name="value">The disputed value.</param>
/// <param name="sources">What each party opened; the roots are the same.</param>
internal sealed class Judgement(DisputedValue value, Pair<JudgeSources> sources)
{
    private readonly IJudge _judge = JudgeRegistry.Find(value.Record.Operator);

    /// <summary>The disputed value.</summary>
    public DisputedValue Value => value;

    /// <summary>What each party opened.</summary>
    public Pair<JudgeSources> Sources => sources;

    /// <summary>The element type that the step gives, which both parties said.</summary>
    public ElementType Type => value.Claims.A.Header.Type;

    /// <summary>The verdict about type and shape.</summary>
    public RefereeStep OfHeader()
    {
        string[] inferred = new string[2];
        foreach (Party party in Parties.Both)
        {
            if (Fault(party, () => inferred[(int)party] = _judge.Infer(sources[party].Step(), value.Output).Text) is { } fault)
                return fault;
        }

        return RefereeStep.Convict(
            VerdictCode.FalseHeader,
            value.Claims.Where(claim => claim.Header.Text != inferred[0]),
            $"Output {value.Output} of step {value.Record.Index} ({value.Record.Operator}) is {inferred[0]}.");
    }

    /// <summary>The first round about an element.</summary>
    public RefereeStep Enter(DisputedElement element)
    {
        foreach (Party party in Parties.Both)
        {
            if (Fault(party, () => Check(Derive(party, element))) is { } fault)
                return fault;
        }

        Derivation derivation = Derive(Party.A, element);
        return StatesPhase.Enter(new DisputedDerivation(this, element, derivation), new DerivationRange(0, derivation.Start(), derivation.Length, null));
    }

    /// <summary>The derivation of the element from what a party opened.</summary>
    public Derivation Derive(Party party, DisputedElement element) => _judge.Derive(sources[party].Step(), value.Output, element.Index(Type));

    /// <summary>Does something with a party's openings; the verdict if they do not suffice, or if the step cannot run.</summary>
    public static RefereeStep? Fault(Party party, Action judge)
    {
        try
        {
            judge();
            return null;
        }
        catch (MissingTileException missing)
        {
            return RefereeStep.Convict(VerdictCode.MissingOpening, [party], missing.Message);
        }
        catch (Exception error) when (error is InvalidInputException or ArithmeticException or ArgumentException or IndexOutOfRangeException)
        {
            return RefereeStep.Convict(VerdictCode.ImpossibleStep, [], $"The step cannot run: {error.Message}");
        }
    }

    /// <summary>The positions of a state are asked for one by one, so a state must be small.</summary>
    private static void Check(Derivation derivation)
    {
        ImmutableArray<ulong> start = derivation.Start();
        if (start.Length * sizeof(ulong) > StatesBody.StateLimitBytes)
            throw new ArgumentException("A state is too large.");
    }
}
