namespace OpenGradient.Execution.LanguageModels;

/// <summary>Reads a text byte by byte and knows after each of them whether some text of the grammar goes on so.</summary>
/// <remarks>
/// A pushdown automaton that follows all readings at once. Readings that differ only in how they came to call a rule share its
/// frames, so their number grows with the grammar and not with the text. A call at the end of a rule keeps the rule's own callers, unless
/// they are many: lists do not grow a stack, and equal states are one object, whose successors are found once. Not for use by two threads.
/// </remarks>
internal sealed class GrammarMachine
{
    /// <summary>From how many bytes of remembered states on <see cref="Trim"/> forgets.</summary>
    public const long MaximumBytes = 24L << 20;

    private const int PlaceBytes = 16;
    private const int AfterBytes = 48;
    private const int NewStateWork = 64; // as many steps as making a state with its tables is worth
    private const int MaximumKept = 64; // callers that a call at the end of a rule copies: each of thousands of such calls may

    private readonly Grammar _grammar;
    private readonly GrammarFrames _root = new(0, []);
    private readonly Dictionary<PlaceSet, GrammarFrames> _frames = [];
    private readonly Dictionary<PlaceSet, GrammarState> _states = [];
    private readonly Dictionary<(int Position, long Frames), GrammarState> _after = []; // what one place alone leads to
    private readonly HashSet<(int, long)> _seen = [];
    private readonly Stack<(int Position, GrammarFrames Frames)> _open = [];
    private readonly List<(int Position, GrammarFrames Frames)> _places = [];
    private readonly List<(int Position, GrammarFrames Frames)> _taken = [];
    private readonly List<(int Position, GrammarFrames Frames)>?[] _callers;
    private readonly PriorityQueue<int, int> _called = new();
    private bool _isComplete;
    private long _lastId;
    private long _generation;

    public GrammarMachine(Grammar grammar)
    {
        _grammar = grammar;
        _callers = new List<(int, GrammarFrames)>?[grammar.Starts.Length];
    }

    /// <summary>How many steps and states have been worked out; what was remembered costs nothing.</summary>
    public long Work { get; private set; }

    /// <summary>Up to how much work whoever uses it means to go on.</summary>
    public long WorkEnd { get; set; } = long.MaxValue;

    /// <summary>Whether there was more work than was meant.</summary>
    public bool IsSpent => Work > WorkEnd;

    /// <summary>What the remembered states take, their masks included, in bytes: estimated, and never far below.</summary>
    public long Bytes { get; private set; }

    /// <summary>Before the first byte.</summary>
    public GrammarState Begin()
    {
        AddCaller(_grammar.Root, 0, _root);
        _isComplete = _grammar.IsNullable[_grammar.Root];
        return Close();
    }

    /// <summary>After one byte more; the dead state if no text goes on so.</summary>
    public GrammarState Step(GrammarState state, byte value) => state.After(value) ?? WorkOut(state, value);

    /// <summary>Counts what is kept with its states and forgotten with them.</summary>
    public void Keep(long bytes) => Bytes += bytes;

    /// <summary>Forgets states if they take much: memory stays bounded, and nothing else changes. A state from before is made one of now.</summary>
    public GrammarState Trim(GrammarState current)
    {
        if (Bytes >= MaximumBytes)
        {
            _states.Clear();
            _frames.Clear();
            _after.Clear();
            Bytes = 0;
            _generation++;
        }

        return current.Generation == _generation ? current : current.Renew(_generation);
    }

    /// <summary>Works out the successor for a byte, and with it for all bytes around it that no place tells from it.</summary>
    private GrammarState WorkOut(GrammarState state, byte value)
    {
        Work += 1 + state.Places.Length;
        (int low, int high) = (0, 255);
        _taken.Clear();
        foreach ((int position, GrammarFrames frames) in state.Places)
        {
            GrammarSymbol symbol = _grammar.Symbols[position];
            if (symbol.Takes(value))
            {
                (low, high) = (Math.Max(low, symbol.Low), Math.Min(high, symbol.High));
                _taken.Add((_grammar.Symbols[position + 1].IsEnd ? 0 : position + 1, frames));
            }
            else if (symbol.High < value)
            {
                low = Math.Max(low, symbol.High + 1);
            }
            else
            {
                high = Math.Min(high, symbol.Low - 1);
            }
        }

        GrammarState next = After();
        Bytes += state.Learn((byte)low, (byte)high, next);
        return next;
    }

    /// <summary>The state behind the places that were taken. Most often that is one place, which many bytes lead to.</summary>
    private GrammarState After()
    {
        (int Position, long Frames) only = _taken.Count == 1 ? (_taken[0].Position, _taken[0].Frames.Id) : (-1, _taken.Count);
        if (_taken.Count <= 1 && _after.TryGetValue(only, out GrammarState? known))
            return known;
        foreach ((int position, GrammarFrames frames) in _taken)
            Visit(position, frames);
        GrammarState next = Close();
        if (_taken.Count <= 1)
        {
            Bytes += AfterBytes;
            _after.Add(only, next);
        }

        return next;
    }

    /// <summary>Enters the rules that were called, each after all that can begin with it, so that its callers are complete.</summary>
    private GrammarState Close()
    {
        while (_called.TryDequeue(out int rule, out _))
        {
            List<(int, GrammarFrames)> callers = _callers[rule]!;
            GrammarFrames frames = Intern(callers);
            callers.Clear();
            foreach (int start in _grammar.Starts[rule])
                Visit(start, frames);
        }

        GrammarState state = Intern();
        _seen.Clear();
        _places.Clear();
        _isComplete = false;
        return state;
    }

    /// <summary>Follows what needs no byte: ends of rules, calls, and calls of what can be empty.</summary>
    private void Visit(int position, GrammarFrames frames)
    {
        _open.Push((position, frames));
        while (_open.TryPop(out (int Position, GrammarFrames Frames) place))
        {
            if (!_seen.Add((place.Position, place.Frames.Id)))
                continue;
            Work++;
            GrammarSymbol symbol = _grammar.Symbols[place.Position];
            if (symbol.IsEnd)
                Return(place.Frames);
            else if (symbol.IsCall)
                Call(symbol.Rule, place.Position + 1, place.Frames);
            else
                _places.Add(place);
        }
    }

    private void Return(GrammarFrames frames)
    {
        _isComplete |= frames == _root;
        foreach ((int Position, GrammarFrames Frames) place in frames.Returns)
            _open.Push(place);
    }

    private void Call(int rule, int position, GrammarFrames frames)
    {
        if (_grammar.IsNullable[rule])
            _open.Push((position, frames));
        if (!_grammar.Symbols[position].IsEnd || frames.Returns.Length > MaximumKept)
        {
            AddCaller(rule, position, frames);
            return;
        }

        foreach ((int above, GrammarFrames aboveFrames) in frames.Returns)
            AddCaller(rule, above, aboveFrames);
    }

    private void AddCaller(int rule, int position, GrammarFrames frames)
    {
        List<(int, GrammarFrames)> callers = _callers[rule] ??= [];
        if (callers.Count == 0)
            _called.Enqueue(rule, _grammar.Ranks[rule]);
        callers.Add((position, frames));
    }

    private GrammarFrames Intern(List<(int Position, GrammarFrames Frames)> callers)
    {
        PlaceSet set = new(callers, isComplete: false);

        // One call at the end of a rule returns where that rule returns; the root is called by nobody.
        if (set.Places is [(int end, GrammarFrames above)] && above != _root && _grammar.Symbols[end].IsEnd)
            return above;
        if (!_frames.TryGetValue(set, out GrammarFrames? frames))
        {
            Bytes += GrammarFrames.OwnBytes + ((long)PlaceBytes * set.Places.Length);
            _frames.Add(set, frames = new GrammarFrames(++_lastId, set.Places));
        }

        return frames;
    }

    private GrammarState Intern()
    {
        PlaceSet set = new(_places, _isComplete);
        if (!_states.TryGetValue(set, out GrammarState? state))
        {
            Work += NewStateWork;
            Bytes += GrammarState.OwnBytes + ((long)PlaceBytes * set.Places.Length);
            _states.Add(set, state = new GrammarState(set.Places, _isComplete, _generation));
        }

        return state;
    }
}
