using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>When a value is read for the last time, so that its buffer can be used again.</summary>
internal static class Liveness
{
    /// <summary>For each value the last step that reads it; -1 if none does, <see cref="int.MaxValue"/> if the Program returns it.</summary>
    public static ImmutableArray<int> LastUses(Program program)
    {
        int[] lastUses = new int[program.ValueCount];
        Array.Fill(lastUses, -1);
        for (int index = 0; index < program.Steps.Length; index++)
        {
            foreach (int input in program.Steps[index].Inputs)
            {
                if (input != Step.Absent)
                    lastUses[input] = index;
            }
        }

        foreach (ProgramOutput output in program.Outputs)
            lastUses[output.Value] = int.MaxValue;
        return ImmutableCollectionsMarshal.AsImmutableArray(lastUses);
    }
}
