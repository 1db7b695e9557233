using System.Collections.Immutable;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Execution.Operators;
using OpenGradient.Kernels;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>How the keys and values of all attention steps of a Program share the blocks of a cache.</summary>
internal sealed class CacheLayout
{
    private readonly Dictionary<int, KeyValueLayout> _steps = [];

    /// <exception cref="InvalidInputException">A block would be larger than an array can be.</exception>
    public CacheLayout(ImmutableArray<BoundStep> steps) => Add(steps);

    /// <summary>Elements of a block: 32 positions of every step.</summary>
    public int BlockElements { get; private set; }

    /// <summary>Bytes of a block.</summary>
    public long BlockBytes => (long)BlockElements * sizeof(float);

    /// <summary>The part of the attention step with this index.</summary>
    public KeyValueLayout this[int step] => _steps[step];

    private void Add(ImmutableArray<BoundStep> steps)
    {
        foreach (BoundStep step in steps)
        {
            if (step.Operation is CausalAttentionOperation attention)
                Add(step, attention.Form);
            foreach (BoundBody body in step.Bodies)
                Add(body.Steps);
        }
    }

    private void Add(BoundStep step, CausalAttentionForm form)
    {
        var layout = new KeyValueLayout(form.KvHeadCount, form.HeadDim, BlockElements);
        long end = BlockElements + layout.BlockElements;
        if (end > Array.MaxLength / sizeof(float))
            throw StepErrors.Create(step.Index, step.Step, "keys and values of 32 positions would take more than 2 GiB", InvalidInputKind.TooLarge);
        BlockElements = (int)end;
        _steps.Add(step.Index, layout);
    }
}
