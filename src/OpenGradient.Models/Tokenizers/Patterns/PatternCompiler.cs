using System.Collections.Immutable;
using OpenGradient.Models.Tokenizers.Unicode;

namespace OpenGradient.Models.Tokenizers.Patterns;

/// <summary>Turns a pattern's parts into instructions.</summary>
/// <remarks>
/// Two things keep matching linear: a branch is entered only if the next code point can begin it, and a run gives back only to
/// where what follows can begin.
/// </remarks>
internal sealed class PatternCompiler
{
    private const int InstructionLimit = 20_000;

    private readonly string _source;
    private readonly List<PatternInstruction> _instructions = [];

    private PatternCompiler(string source) => _source = source;

    /// <summary>Compiles a whole pattern.</summary>
    public static ImmutableArray<PatternInstruction> Compile(string source, PatternNode node)
    {
        PatternCompiler compiler = new(source);
        compiler.Emit(node, CodePointSet.All);
        compiler.Add(new PatternInstruction(PatternOperation.Accept));
        return [.. compiler._instructions];
    }

    /// <param name="node">The part.</param>
    /// <param name="follow">The code points that may come after it.</param>
    private void Emit(PatternNode node, CodePointSet follow)
    {
        switch (node)
        {
            case PatternNode.Character character:
                Add(new PatternInstruction(PatternOperation.Character) { Set = character.Set });
                break;
            case PatternNode.Sequence sequence:
                CodePointSet[] follows = PatternFacts.Follows(sequence.Parts.AsSpan(), follow);
                for (int i = 0; i < follows.Length; i++)
                    Emit(sequence.Parts[i], follows[i]);
                break;
            case PatternNode.Choice choice:
                EmitChoice(choice, follow);
                break;
            case PatternNode.Repeat { Body: PatternNode.Character, Greed: not PatternGreed.Lazy } run:
                EmitRun(run, follow);
                break;
            case PatternNode.Repeat { Greed: PatternGreed.Possessive } repeat:
                Emit(new PatternNode.Atomic(repeat with { Greed = PatternGreed.Greedy }), follow);
                break;
            case PatternNode.Repeat repeat:
                EmitRepeat(repeat, follow);
                break;
            case PatternNode.Look look:
                EmitInner(look.IsNegative ? PatternOperation.LookNot : PatternOperation.Look, look.Body);
                break;
            case PatternNode.Atomic atomic:
                EmitInner(PatternOperation.Atomic, atomic.Body);
                break;
            default:
                Add(new PatternInstruction(OperationOf(((PatternNode.Edge)node).Kind)));
                break;
        }
    }

    private void EmitRun(PatternNode.Repeat run, CodePointSet follow)
    {
        CodePointSet set = ((PatternNode.Character)run.Body).Set;
        bool isWhole = run.Greed == PatternGreed.Possessive || set.Intersect(follow).IsEmpty;
        Add(new PatternInstruction(isWhole ? PatternOperation.WholeRun : PatternOperation.Run) { Set = set, Follow = follow, Least = run.Least, Most = run.Most });
    }

    private void EmitChoice(PatternNode.Choice choice, CodePointSet follow)
    {
        List<PatternInstruction> exits = [];
        for (int i = 0; i < choice.Parts.Length; i++)
        {
            bool isLast = i == choice.Parts.Length - 1;
            PatternInstruction? guard = isLast ? null : AddGuard(choice.Parts[i]);
            PatternInstruction? branch = isLast ? null : Add(new PatternInstruction(PatternOperation.TryNext));
            Emit(choice.Parts[i], follow);
            if (isLast)
                break;
            exits.Add(Add(new PatternInstruction(PatternOperation.Jump)));
            branch!.Target = _instructions.Count;
            guard?.Target = _instructions.Count;
        }

        foreach (PatternInstruction exit in exits)
            exit.Target = _instructions.Count;
    }

    private void EmitRepeat(PatternNode.Repeat repeat, CodePointSet follow)
    {
        CodePointSet again = follow.Union(PatternFacts.First(repeat.Body));
        for (int i = 0; i < repeat.Least; i++)
            Emit(repeat.Body, again);
        PatternOperation branch = repeat.Greed == PatternGreed.Lazy ? PatternOperation.TryTarget : PatternOperation.TryNext;
        if (repeat.Most == int.MaxValue)
        {
            int loop = _instructions.Count;
            EmitOptional(repeat.Body, branch, again, () => Add(new PatternInstruction(PatternOperation.Jump) { Target = loop }));
            return;
        }

        EmitOptionals(repeat.Body, branch, again, repeat.Most - repeat.Least);
    }

    /// <summary>So many times at the most, each only after the one before.</summary>
    private void EmitOptionals(PatternNode body, PatternOperation branch, CodePointSet follow, int count)
    {
        List<PatternInstruction> exits = [];
        for (int i = 0; i < count; i++)
        {
            if (AddGuard(body) is { } guard)
                exits.Add(guard);
            exits.Add(Add(new PatternInstruction(branch)));
            Emit(body, follow);
        }

        foreach (PatternInstruction exit in exits)
            exit.Target = _instructions.Count;
    }

    private void EmitOptional(PatternNode body, PatternOperation branch, CodePointSet follow, Action after)
    {
        PatternInstruction? guard = AddGuard(body);
        PatternInstruction exit = Add(new PatternInstruction(branch));
        Emit(body, follow);
        after();
        exit.Target = _instructions.Count;
        guard?.Target = _instructions.Count;
    }

    private void EmitInner(PatternOperation operation, PatternNode body)
    {
        PatternInstruction outer = Add(new PatternInstruction(operation));
        Emit(body, CodePointSet.All);
        Add(new PatternInstruction(PatternOperation.Accept));
        outer.Target = _instructions.Count;
    }

    /// <summary>Leaves a part out at once where it cannot begin; null if it always can.</summary>
    private PatternInstruction? AddGuard(PatternNode part) => PatternFacts.IsNullable(part)
        ? null
        : Add(new PatternInstruction(PatternOperation.Guard) { Set = PatternFacts.First(part) });

    private PatternInstruction Add(PatternInstruction instruction)
    {
        if (_instructions.Count >= InstructionLimit)
            throw PatternError.TooLarge(_source, $"The pattern grows to more than {InstructionLimit} instructions.");
        _instructions.Add(instruction);
        return instruction;
    }

    private static PatternOperation OperationOf(PatternEdge edge) => edge switch
    {
        PatternEdge.Start => PatternOperation.Start,
        PatternEdge.End => PatternOperation.End,
        PatternEdge.WordBoundary => PatternOperation.WordBoundary,
        _ => PatternOperation.InsideOrOutside,
    };
}
