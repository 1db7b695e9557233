using System.Collections.Immutable;
using OpenGradient.Models.Compilation;
using static OpenGradient.Models.Quantization.StepSettings;

namespace OpenGradient.Models.Quantization.Preparation;

/// <content>Recurrent layers, one moment after another.</content>
internal sealed partial class ModelPreparation
{
    private DraftValue[] Recurrent()
    {
        ImmutableArray<long> order = Name(_step, "direction", "forward") switch
        {
            "reverse" => [-1],
            "bidirectional" => [1, -1],
            _ => [1],
        };
        List<DraftValue> sequences = [], states = [], cells = [];
        for (int direction = 0; direction < order.Length; direction++)
        {
            var layer = new RecurrentLayer(this, direction, order.Length);
            (DraftValue sequence, DraftValue state, DraftValue? cell) = layer.Run(isReversed: order[direction] < 0);
            sequences.Add(sequence);
            states.Add(state);
            if (cell is not null)
                cells.Add(cell);
        }

        DraftValue[] outputs = cells.Count > 0
            ? [Join(1, [.. sequences]), Join(0, [.. states]), Join(0, [.. cells])]
            : [Join(1, [.. sequences]), Join(0, [.. states])];
        return outputs[.._step.OutputCount];
    }

    /// <summary>How long each sequence is; null if all are as long as there are moments.</summary>
    private DraftValue? SequenceLengths(int input)
    {
        if (Optional(input) is not { } lengths)
            return null;
        return TryIntegers(input) is not { } known ? lengths : known.Any(length => length != Shape(0)[0]) ? Longs(known) : null;
    }

    /// <summary>One direction of a layer.</summary>
    private sealed class RecurrentLayer
    {
        private readonly ModelPreparation _owner;
        private readonly int _direction;
        private readonly int _gates;
        private readonly long _width;
        private readonly long _batch;
        private readonly DraftValue _inputWeights; // [gates · width, d]
        private readonly DraftValue _stateWeights; // [gates · width, width]
        private readonly float[]? _bias; // of the input's product, then of the state's
        private readonly DraftValue? _lengths; // [batch]; null if all are equal
        private readonly string[] _activations;
        private readonly string[] _alphas;
        private readonly string[] _betas;

        public RecurrentLayer(ModelPreparation owner, int direction, int directionCount)
        {
            (_owner, _direction) = (owner, direction);
            string[] usual = owner._step.Operator switch { "Lstm" => ["sigmoid", "tanh", "tanh"], "Gru" => ["sigmoid", "tanh"], _ => ["tanh"] };
            _gates = owner._step.Operator switch { "Lstm" => 4, "Gru" => 3, _ => 1 };
            (_width, _batch) = (owner.Shape(2)[2], owner.Shape(0)[1]);
            _inputWeights = Part(owner.KnownFloats(1), _gates * _width, owner.Shape(1)[2]);
            _stateWeights = Part(owner.KnownFloats(2), _gates * _width, _width);
            _bias = owner.Optional(3) is null ? null : owner.KnownFloats(3)[Range(2 * _gates * _width)];
            _lengths = owner.SequenceLengths(owner._step.Operator == "Lstm" ? 6 : 5);
            _activations = Chosen("activations", usual, directionCount);
            _alphas = Chosen("activation_alpha", new string[usual.Length], directionCount);
            _betas = Chosen("activation_beta", new string[usual.Length], directionCount);
        }

        public (DraftValue Sequence, DraftValue State, DraftValue? Cell) Run(bool isReversed)
        {
            int count = (int)_owner.Shape(0)[0];
            bool isLong = _owner._step.Operator == "Lstm";
            DraftValue x = _owner.Emit("Linear", null, _owner.Input(0), _inputWeights, Bias(0));
            DraftValue? state = Start(4);
            DraftValue? cell = isLong ? Start(5) : null;
            var sequence = new DraftValue[count];
            for (int moment = 0; moment < count; moment++)
            {
                int at = isReversed ? count - 1 - moment : moment;
                DraftValue now = _owner.Reshape(_owner.Cut(x, 0, at, at + 1), _batch, _gates * _width);
                (DraftValue next, DraftValue? nextCell) = _owner._step.Operator switch
                {
                    "Lstm" => Long(now, state, cell),
                    "Gru" => (Gated(now, state), null),
                    _ => (Activate(0, Sum(now, OfState(state))), null),
                };
                sequence[at] = _owner.Reshape(Within(at, next, null), 1, 1, _batch, _width);
                (state, cell) = (Within(at, next, state), nextCell is null ? null : Within(at, nextCell, cell));
            }

            return (_owner.Join(0, sequence), _owner.Reshape(state!, 1, _batch, _width), cell is null ? null : _owner.Reshape(cell, 1, _batch, _width));
        }

        /// <summary>Of sequences that have this moment the value; of those that ended before it, or backwards have not begun, what they have instead: zeros, unless something else is given.</summary>
        private DraftValue Within(int moment, DraftValue value, DraftValue? otherwise)
        {
            if (_lengths is null)
                return value;
            DraftValue isThere = _owner.Reshape(_owner.Emit("Less", null, Longs([moment], []), _lengths), _batch, 1);
            return _owner.Emit("Where", null, isThere, value, otherwise ?? Floats(new float[_batch * _width], _batch, _width));
        }

        private (DraftValue State, DraftValue Cell) Long(DraftValue now, DraftValue? state, DraftValue? cell)
        {
            DraftValue z = Sum(now, OfState(state));
            DraftValue input = Activate(0, Peeped(Gate(z, 0), cell, 0));
            DraftValue forget = Integer(_owner._step, "input_forget", 0) == 1
                ? _owner.Emit("Sub", null, Scalar(1f), input)
                : Activate(0, Peeped(Gate(z, 2), cell, 2));
            DraftValue next = _owner.Emit("Mul", null, input, Activate(1, Gate(z, 3)));
            next = cell is null ? next : _owner.Emit("Add", null, _owner.Emit("Mul", null, forget, cell), next);
            return (_owner.Emit("Mul", null, Activate(0, Peeped(Gate(z, 1), next, 1)), Activate(2, next)), next);
        }

        private DraftValue Gated(DraftValue now, DraftValue? state)
        {
            bool isAfter = Integer(_owner._step, "linear_before_reset", 0) == 1;
            DraftValue product = OfState(state) ?? _owner.Emit("Expand", null, Bias(1) ?? Scalar(0f), Longs(_batch, 3 * _width));
            DraftValue update = Activate(0, Sum(Gate(now, 0), Gate(product, 0)));
            DraftValue reset = Activate(0, Sum(Gate(now, 1), Gate(product, 1)));
            DraftValue inner = isAfter || state is null
                ? _owner.Emit("Mul", null, isAfter ? reset : Scalar(1f), Gate(product, 2))
                : Gate(OfState(_owner.Emit("Mul", null, reset, state))!, 2);
            DraftValue candidate = Activate(1, Sum(Gate(now, 2), inner));
            DraftValue fresh = _owner.Emit("Mul", null, _owner.Emit("Sub", null, Scalar(1f), update), candidate);
            return state is null ? fresh : _owner.Emit("Add", null, fresh, _owner.Emit("Mul", null, update, state));
        }

        /// <summary>The state times its weights; null, without a bias, for a state of zeros.</summary>
        private DraftValue? OfState(DraftValue? state) =>
            state is null ? _owner._step.Operator == "Gru" ? null : Bias(1) : _owner.Emit("Linear", null, state, _stateWeights, Bias(1));

        private DraftValue Gate(DraftValue z, int gate) => _owner.Cut(z, 1, gate * _width, (gate + 1) * _width);

        private DraftValue Sum(DraftValue x, DraftValue? y) => y is null ? x : _owner.Emit("Add", null, x, y);

        /// <summary>A gate that sees the cell.</summary>
        private DraftValue Peeped(DraftValue z, DraftValue? cell, int gate)
        {
            if (cell is null || _owner.Optional(7) is null)
                return z;
            float[] weights = _owner.KnownFloats(7)[Range(3 * _width)][(gate * (int)_width)..((gate + 1) * (int)_width)];
            return _owner.Emit("Add", null, z, _owner.Emit("Mul", null, Floats(weights, _width), cell));
        }

        private DraftValue? Start(int input)
        {
            if (_owner.Optional(input) is not { } given || (given.Constant is { } constant && !constant.Bytes.Span.ContainsAnyExcept((byte)0)))
                return null;
            return _owner.Reshape(_owner.Cut(given, 0, _direction, _direction + 1), _batch, _width);
        }

        private DraftValue Activate(int place, DraftValue x)
        {
            if (_owner._step.Attributes.ContainsKey("clip"))
            {
                float bound = Number(_owner._step, "clip", 0f);
                x = _owner.Emit("Clip", new Settings().Float("low", -bound).Float("high", bound), x);
            }

            return _activations[place] switch
            {
                "elu" => _owner.Emit("Elu", new Settings().Float("alpha", Parameter(_alphas[place], 1f)), x),
                "hardsigmoid" => _owner.Emit("Clip", new Settings().Float("low", 0f).Float("high", 1f), Line(x, Parameter(_alphas[place], 0.2f), Parameter(_betas[place], 0.5f))),
                "leakyrelu" => _owner.Emit("LeakyRelu", new Settings().Float("alpha", Parameter(_alphas[place], 0.01f)), x),
                "relu" => _owner.Emit("Relu", null, x),
                "sigmoid" => _owner.Emit("Sigmoid", null, x),
                "scaledtanh" => _owner.Emit("Mul", null, _owner.Emit("Tanh", null, _owner.Emit("Mul", null, x, Scalar(Parameter(_betas[place], 1f)))), Scalar(Parameter(_alphas[place], 1f))),
                "softplus" => _owner.Emit("Softplus", null, x),
                "softsign" => _owner.Emit("Div", null, x, _owner.Emit("Add", null, _owner.Emit("Abs", null, x), Scalar(1f))),
                "tanh" => _owner.Emit("Tanh", null, x),
                "thresholdedrelu" => _owner.Emit("Where", null, _owner.Emit("Less", null, Scalar(Parameter(_alphas[place], 1f)), x), x, Scalar(0f)),
                "affine" => Line(x, Parameter(_alphas[place], 1f), Parameter(_betas[place], 0f)),
                string other => throw _owner.Error($"it has the activation {other}", "use one that ONNX names"),
            };
        }

        private DraftValue Line(DraftValue x, float factor, float offset) => _owner.Emit("Add", null, _owner.Emit("Mul", null, x, Scalar(factor)), Scalar(offset));

        private static float Parameter(string? bits, float usual) => string.IsNullOrEmpty(bits) ? usual : OfBits(bits);

        private DraftValue? Bias(int half) => _bias is null ? null : Floats(_bias.AsSpan((int)(half * _gates * _width), (int)(_gates * _width)), _gates * _width);

        private DraftValue Part(float[] all, long rows, long columns) => Floats(all[Range(rows * columns)], rows, columns);

        private Range Range(long count) => (int)(_direction * count)..(int)((_direction + 1) * count);

        private string[] Chosen(string name, string[] usual, int directionCount)
        {
            string[] all = Name(_owner._step, name, string.Join(',', Enumerable.Repeat(usual, directionCount).SelectMany(static names => names))).Split(',');
            return all[(_direction * usual.Length)..((_direction + 1) * usual.Length)];
        }
    }
}
