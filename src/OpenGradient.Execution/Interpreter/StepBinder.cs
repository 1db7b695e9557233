using System.Collections.Immutable;
using OpenGradient.Execution.Operators;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>From the steps of a Program to operations.</summary>
internal static class StepBinder
{
    public static ImmutableArray<BoundStep> Bind(Program program, ConstantTable constants)
    {
        var bound = ImmutableArray.CreateBuilder<BoundStep>(program.Steps.Length);
        int nextValue = program.Inputs.Length + program.Constants.Length;
        for (int index = 0; index < program.Steps.Length; index++)
        {
            Step step = program.Steps[index];
            bound.Add(new BoundStep(index, step, nextValue, BindStep(index, step, constants)));
            nextValue += step.OutputCount;
        }

        // A constant that the Program returns as an output is read by the run, too.
        foreach (ProgramOutput output in program.Outputs)
        {
            if (constants.TryFind(output.Value, out int constant))
                constants.MakeResident(constant);
        }

        return bound.MoveToImmutable();
    }

    private static IOperation BindStep(int index, Step step, ConstantTable constants)
    {
        if (!OperatorRegistry.TryFind(step.Operator, out OperatorDefinition? definition))
            throw StepErrors.Create(index, step, "exec-1 has no operator of this name", InvalidInputKind.Unsupported);
        RequireArity(index, step, definition);
        var binding = new StepBinding(index, step, constants);
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
        for (int input = 0; input < definition.MinInputCount; input++)
        {
            if (step.Inputs[input] == Step.Absent)
                throw StepErrors.Create(index, step, $"input {input} is required");
        }
    }
}
