using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>Runs the judge of the disputed step on what each party showed.</summary>
/// <param name="value">The disputed value.</param>
/// <param name="request">What is asked about it.</param>
/// <param name="evidence">What each party showed.</param>
internal sealed class Judgement(DisputedValue value, DisputeRequest.Sources request, Pair<Evidence> evidence)
{
    /// <summary>What each party showed.</summary>
    public Pair<Evidence> Evidence => evidence;

    /// <summary>The element type that the step gives, which both parties said.</summary>
    public ElementType Type => value.Claims.A.Header.Type;

    /// <summary>The verdict about type and shape, or the first round about the dimension that they depend on, or about the expansion.</summary>
    public RefereeStep OfHeader(DisputeCase dispute)
    {
        ValueHeader? inferred = null;
        Derivation? size = null;
        Expansion? expansion = null;
        foreach (Party party in Parties.Both)
        {
            void Infer()
            {
                (Reading reading, JudgedStep step) = Read(party);
                expansion = reading.Expand(step, ofHeader: true);
                size = (reading.Judge as ISizeJudge)?.DeriveSize(step, value.Name.Output);
                inferred = size is null && expansion is null ? reading.Judge.Infer(step, value.Name.Output) : null;
            }

            if (Fault(party, Infer) is { } fault)
                return fault;
        }

        if (expansion is not null)
            return RefereeStep.To(new ExpansionPhase(dispute, value, expansion));
        return inferred is { } header ? OfHeader(header) : Enter(null, size!);
    }

    /// <summary>The verdict about type and shape.</summary>
    public RefereeStep OfHeader(ValueHeader right) =>
        RefereeStep.Convict(VerdictCode.FalseHeader, value.Claims.Where(claim => claim.Header.Text != right.Text), $"{value.Document} is {right.Text}.");

    /// <summary>The first round about an element.</summary>
    public RefereeStep Enter(DisputeCase dispute, DisputedElement element)
    {
        Derivation? derivation = null;
        Expansion? expansion = null;
        foreach (Party party in Parties.Both)
        {
            void Derive()
            {
                (Reading reading, JudgedStep step) = Read(party);
                expansion = reading.Expand(step, ofHeader: false);
                derivation = expansion is null ? Checked(reading.Derive(step, value.Name.Output, request.Element)) : null;
            }

            if (Fault(party, Derive) is { } fault)
                return fault;
        }

        return expansion is null ? Enter(element, derivation!) : RefereeStep.To(new ExpansionPhase(dispute, value, expansion));
    }

    /// <summary>The derivation of the element, or of the dimension, from what a party opened.</summary>
    public Derivation Derive(Party party)
    {
        (Reading reading, JudgedStep step) = Read(party);
        return reading.Derive(step, value.Name.Output, request.Element);
    }

    /// <summary>Type and shape with a dimension that was derived.</summary>
    public ValueHeader Header(Party party, ulong size)
    {
        (Reading reading, JudgedStep step) = Read(party);
        return ((ISizeJudge)reading.Judge).Header(step, value.Name.Output, size);
    }

    /// <summary>What is derived, in words.</summary>
    public string Describe(DisputedElement? element) => element is null ? $"The size of {value.Document}" : $"Element {element.Index(Type)} of {value.Document}";

    /// <summary>Does something with a party's openings; the verdict if they do not suffice, or if the step cannot run.</summary>
    public static RefereeStep? Fault(Party party, Action judge)
    {
        try
        {
            judge();
            return null;
        }
        catch (MissingEvidenceException missing)
        {
            return RefereeStep.Convict(VerdictCode.MissingOpening, [party], missing.Message);
        }
        catch (Exception error) when (Totality.IsOfData(error))
        {
            return RefereeStep.Convict(VerdictCode.ImpossibleStep, [], $"The step cannot run: {error.Message}");
        }
    }

    private RefereeStep Enter(DisputedElement? element, Derivation derivation) =>
        StatesPhase.Enter(new DisputedDerivation(this, element, derivation), new DerivationRange(0, derivation.Start(), derivation.Length, null));

    private (Reading Reading, JudgedStep Step) Read(Party party)
    {
        ProgramView view = evidence[party].View;
        bool isLoop = view.Step(value.Name.Step).IsLoop;
        LeafName? before = isLoop && request.BeforeIndex >= 0 ? evidence[party].Before : null;
        var reading = Reading.Of(value.Name, view, new Succession(view), before, request.Share);
        return (reading, new JudgedStep(reading, view));
    }

    /// <summary>States are asked for by position, so a state must be small.</summary>
    private static Derivation Checked(Derivation derivation) =>
        derivation.Start().Length * sizeof(ulong) <= StatesBody.StateLimitBytes ? derivation : throw new ArgumentException("A state is too large.", nameof(derivation));
}
