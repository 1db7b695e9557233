namespace OpenGradient.Execution.LanguageModels;

/// <summary>Reads a text byte by byte and knows after each of them whether some text of the grammar goes on so.</summary>
/// <remarks>
/// A pushdown automaton that follows all readings at once. Readings that differ only in how they came to call a rule share its
/// frames, so their number grows with the grammar and not with the text. A call at the end of a rule keeps the rule's own callers, unless
/// they are many: lists do not grow a stack, and equal states are one object, whose successors are found once. Not for use by two threads.
/// </remarks>
internal sealed class GrammarMachine
{
    private const int MaximumRemembered = 4096;
    private const int MaximumKept = 64; // callers that a call at the end of a rule copies: each of thousands of such calls may

    private readonly Grammar _grammar;
    private readonly GrammarFrames _root = new(0, []);
    private readonly Dictionary<PlaceSet, GrammarFrames> _frames = [];
    private readonly Dictionary<PlaceSet, GrammarState> _states = [];
    private readonly HashSet<(int, int)> _seen = [];
    private readonly Stack<(int Position, GrammarFrames Frames)> _open = [];
    private readonly List<(int Position, GrammarFrames Frames)> _places = [];
    private readonly List<(int Position, GrammarFrames Frames)>?[] _callers;
    private readonly PriorityQueue<int, int> _called = new();
    private bool _isComplete;
    private int _lastId;

    public GrammarMachine(Grammar grammar)
    {
        _grammar = grammar;
        _callers = new List<(int, GrammarFrames)>?[grammar.Starts.Length];
    }

    /// <summary>How many steps and states have been worked out; what was remembered costs nothing.</summary>
    public long Work { get; private set; }

    /// <summary>Before the first byte.</summary>
    public GrammarState Begin()
    {
        AddCaller(_grammar.Root, 0, _root);
        _isComplete = _grammar.IsNullable[_grammar.Root];
        return Close();
    }

    /// <summary>After one byte more; the dead state if no text goes on so.</summary>
    public GrammarState Step(GrammarState state, byte value) => state.Next[value] ??= WorkOut(state, value);

    /// <summary>Forgets states if there are many: memory stays bounded, and nothing else changes.</summary>
    public GrammarState Trim(GrammarState current)
    {
        if (_states.Count + _frames.Count < MaximumRemembered)
            return current;
        _states.Clear();
        _frames.Clear();
        return current.Forget();
    }

    private GrammarState WorkOut(GrammarState state, byte value)
    {
        foreach ((int position, GrammarFrames frames) in state.Places)
        {
            if (_grammar.Symbols[position].Takes(value))
                Visit(position + 1, frames);
        }

        return Close();
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
            _frames.Add(set, frames = new GrammarFrames(++_lastId, set.Places));
        return frames;
    }

    private GrammarState Intern()
    {
        PlaceSet set = new(_places, _isComplete);
        if (!_states.TryGetValue(set, out GrammarState? state))
        {
            Work += 256; // its successors' table
            _states.Add(set, state = new GrammarState(set.Places, _isComplete));
        }

        return state;
    }
}
