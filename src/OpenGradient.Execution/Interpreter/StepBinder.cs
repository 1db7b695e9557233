using System.Collections.Immutable;
using OpenGradient.Execution.Operators;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>From the steps of a Program to operations.</summary>
internal sealed class StepBinder
{
    private readonly ConstantTable _constants;
    private int _nextStep;
    private int _nextValue;

    private StepBinder(ConstantTable constants, int firstValue)
    {
        _constants = constants;
        _nextValue = firstValue;
    }

    public static ImmutableArray<BoundStep> Bind(Program program, ConstantTable constants)
    {
        var binder = new StepBinder(constants, program.Inputs.Length + program.Constants.Length);
        ImmutableArray<BoundStep> bound = binder.BindSteps(program.Steps);
        binder.KeepConstants(program.Outputs.Select(static output => output.Value));
        return bound;
    }

    private ImmutableArray<BoundStep> BindSteps(ImmutableArray<Step> steps)
    {
        var bound = ImmutableArray.CreateBuilder<BoundStep>(steps.Length);
        foreach (Step step in steps)
        {
            int index = _nextStep++;
            IOperation operation = BindStep(index, step);
            ImmutableArray<BoundBody> bodies = [.. step.Bodies.Select(BindBody)];
            bound.Add(new BoundStep(index, step, _nextValue, operation) { Bodies = bodies });
            _nextValue += step.OutputCount;
        }

        return bound.MoveToImmutable();
    }

    private BoundBody BindBody(Body body)
    {
        int first = _nextValue;
        _nextValue += body.InputCount;
        ImmutableArray<BoundStep> steps = BindSteps(body.Steps);
        KeepConstants(body.Outputs);
        return new BoundBody(body, first, _nextValue, steps);
    }

    /// <summary>A constant that is returned as an output is read by the run, too.</summary>
    private void KeepConstants(IEnumerable<int> outputs)
    {
        foreach (int output in outputs)
        {
            if (_constants.TryFind(output, out int constant))
                _constants.MakeResident(constant);
        }
    }

    private IOperation BindStep(int index, Step step)
    {
        if (!OperatorRegistry.TryFind(step.Operator, out OperatorDefinition? definition))
            throw StepErrors.Create(index, step, "exec-1 has no operator of this name", InvalidInputKind.Unsupported);
        RequireArity(index, step, definition);
        var binding = new StepBinding(index, step, _constants);
        IOperation operation = definition.Bind(binding);
        binding.KeepOtherConstants();
        return operation;
    }

    private static void RequireArity(int index, Step step, OperatorDefinition definition)
    {
        if (step.Inputs.Length < definition.MinInputCount || step.Inputs.Length > definition.MaxInputCount)
            throw StepErrors.Create(index, step, $"takes {definition.MinInputCount} to {definition.MaxInputCount} inputs, not {step.Inputs.Length}");
        if (step.OutputCount > definition.MaxOutputCount)
            throw StepErrors.Create(index, step, $"makes at most {definition.MaxOutputCount} outputs, not {step.OutputCount}");
        if (step.Bodies.Length != definition.BodyCount)
            throw StepErrors.Create(index, step, $"holds {definition.BodyCount} bodies, not {step.Bodies.Length}");
        for (int input = 0; input < definition.MinInputCount; input++)
        {
            if (step.Inputs[input] == Step.Absent)
                throw StepErrors.Create(index, step, $"input {input} is required");
        }
    }
}
