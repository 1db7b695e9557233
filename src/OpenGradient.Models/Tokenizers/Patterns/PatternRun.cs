using OpenGradient.Models.Tokenizers.Unicode;

namespace OpenGradient.Models.Tokenizers.Patterns;

/// <summary>Matches one pattern at place after place of one text.</summary>
/// <remarks>
/// Bounded: the steps of all matches together, and the ways kept open, are at most a multiple of the text's length; where a text is matched piece by piece,
/// those of all pieces together. The text holds no half surrogate pairs.
/// </remarks>
internal ref struct PatternRun
{
    private const int WaysPerLetter = 4;
    private const int ExtraWays = 1 << 12;
    private const int NoMatch = -1;

    private readonly Pattern _pattern;
    private readonly ReadOnlySpan<char> _text;
    private readonly PatternMemory _memory;
    private readonly int _offset;
    private Way[] _ways = [];
    private int _wayCount;

    /// <summary>Matches a text alone.</summary>
    public PatternRun(Pattern pattern, ReadOnlySpan<char> text)
        : this(pattern, text, new PatternMemory(pattern, text.Length), 0)
    {
    }

    /// <summary>Matches a piece of a text, as if there were nothing around it.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="text">The piece.</param>
    /// <param name="memory">What all pieces of the text share.</param>
    /// <param name="offset">Where in the text the piece begins; pieces come in order.</param>
    public PatternRun(Pattern pattern, ReadOnlySpan<char> text, PatternMemory memory, int offset)
    {
        _pattern = pattern;
        _text = text;
        _memory = memory;
        _offset = offset;
    }

    /// <summary>The next match at or after <paramref name="start"/> that is not empty; false if there is none.</summary>
    public bool TryFind(int start, out int index, out int length)
    {
        for (index = start; index < _text.Length; index += Units(index))
        {
            if (!_pattern.First.Contains(CodePoint(index)))
                continue;
            length = Match(0, index) - index;
            if (length > 0)
                return true;
        }

        length = 0;
        return false;
    }

    /// <summary>The end of a match of the instructions from <paramref name="instruction"/> on, or <see cref="NoMatch"/>.</summary>
    private int Match(int instruction, int position)
    {
        int bottom = _wayCount;
        while (true)
        {
            _memory.Spend(1);
            PatternInstruction current = _pattern.Instructions[instruction];
            if (current.Operation == PatternOperation.Accept)
            {
                _wayCount = bottom;
                return position;
            }

            if (Step(current, ref instruction, ref position))
                continue;
            if (_wayCount == bottom)
                return NoMatch;
            Resume(out instruction, out position);
        }
    }

    /// <summary>Runs one instruction; false if it fails.</summary>
    private bool Step(PatternInstruction current, ref int instruction, ref int position)
    {
        int next = instruction + 1;
        switch (current.Operation)
        {
            case PatternOperation.Character:
                if (!IsIn(current.Set, position))
                    return false;
                position += Units(position);
                break;
            case PatternOperation.Run or PatternOperation.WholeRun:
                if (!TakeRun(current, instruction, ref position))
                    return false;
                break;
            case PatternOperation.TryNext:
                Push(new Way(current.Target, position, position));
                break;
            case PatternOperation.TryTarget:
                Push(new Way(next, position, position));
                next = current.Target;
                break;
            case PatternOperation.Guard:
                if (!IsIn(current.Set, position))
                    next = current.Target;
                break;
            case PatternOperation.Jump:
                next = current.Target;
                break;
            case PatternOperation.Look or PatternOperation.LookNot:
                if (Match(next, position) == NoMatch != (current.Operation == PatternOperation.LookNot))
                    return false;
                next = current.Target;
                break;
            case PatternOperation.Atomic:
                position = Match(next, position);
                next = current.Target;
                break;
            default:
                if (!Holds(current.Operation, position))
                    return false;
                break;
        }

        instruction = next;
        return position != NoMatch;
    }

    private bool TakeRun(PatternInstruction run, int instruction, ref int position)
    {
        int least = position;
        int end = position;
        for (int count = 0; count < run.Least; count++)
        {
            if (!IsIn(run.Set, end))
                return false;
            end += Units(end);
            least = end;
        }

        position = run.Most == int.MaxValue ? EndOfRun(run, instruction, end) : EndOfShortRun(run.Set, end, run.Most - run.Least);
        if (position > least && run.Operation == PatternOperation.Run)
            Push(new Way(instruction + 1, position, least));
        return position >= least;
    }

    private int EndOfShortRun(CodePointSet set, int position, int most)
    {
        for (int count = 0; count < most && IsIn(set, position); count++)
            position += Units(position);
        return position;
    }

    /// <summary>How far a run may go; remembered, as the search that goes on one letter further asks again.</summary>
    /// <returns>The last place in the run or behind it where what follows can begin; before the run if there is none.</returns>
    private int EndOfRun(PatternInstruction run, int instruction, int position)
    {
        PatternMemory.KnownRun known = _memory.Runs[instruction];
        if (position + _offset >= known.Start && position + _offset < known.End)
            return known.LastUse - _offset;
        int end = position;
        while (IsIn(run.Set, end))
            end += Units(end);
        int lastUse = end;
        while (run.Operation == PatternOperation.Run && lastUse >= position && !IsUse(run.Follow, lastUse))
            lastUse -= lastUse > 0 && char.IsLowSurrogate(_text[lastUse - 1]) ? 2 : 1;
        _memory.Spend((end - position) >> 3);
        _memory.Runs[instruction] = new PatternMemory.KnownRun(position + _offset, end + _offset, lastUse + _offset);
        return lastUse;
    }

    /// <summary>Whether what follows a run can begin at a place.</summary>
    private readonly bool IsUse(CodePointSet follow, int position) =>
        position == _text.Length || follow.Contains(CodePoint(position));

    /// <summary>Goes back to the way opened last. Of a run, each letter less is a way.</summary>
    private void Resume(out int instruction, out int position)
    {
        ref Way way = ref _ways[_wayCount - 1];
        instruction = way.Instruction;
        if (way.Position > way.Least)
            way.Position -= char.IsLowSurrogate(_text[way.Position - 1]) ? 2 : 1;
        position = way.Position;
        if (way.Position == way.Least)
            _wayCount--;
    }

    private void Push(Way way)
    {
        if (_wayCount == _ways.Length)
        {
            if (_wayCount > (_text.Length * WaysPerLetter) + ExtraWays)
                throw PatternError.TooLarge(_pattern.Source, $"The pattern keeps more than {WaysPerLetter} ways open for each letter of the text.");
            Array.Resize(ref _ways, Math.Max(16, _wayCount * 2));
        }

        _ways[_wayCount++] = way;
    }

    private readonly bool Holds(PatternOperation edge, int position) => edge switch
    {
        PatternOperation.Start => position == 0,
        PatternOperation.End => position == _text.Length,
        _ => (IsWordBefore(position) != IsIn(CodePointSets.Words, position)) == (edge == PatternOperation.WordBoundary),
    };

    private readonly bool IsWordBefore(int position) =>
        position > 0 && IsIn(CodePointSets.Words, position - (char.IsLowSurrogate(_text[position - 1]) ? 2 : 1));

    private readonly bool IsIn(CodePointSet set, int position) => position < _text.Length && set.Contains(CodePoint(position));

    private readonly int Units(int position) => char.IsHighSurrogate(_text[position]) ? 2 : 1;

    private readonly int CodePoint(int position) => char.IsHighSurrogate(_text[position])
        ? char.ConvertToUtf32(_text[position], _text[position + 1])
        : _text[position];

    private record struct Way(int Instruction, int Position, int Least);
}
