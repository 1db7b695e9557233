using System.Numerics;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Puts slices of equal length in their places, one after the other: a later one meets what an earlier one left.</summary>
internal static class ScatterWriter
{
    /// <summary>Slice i of <paramref name="updates"/> goes to the elements of <paramref name="y"/> from places[i] on.</summary>
    public static void Write(StepRun run, Reduction reduction, Value y, ReadOnlySpan<int> places, Value updates, int sliceElements)
    {
        if (reduction == Reduction.None)
        {
            int sliceBytes = sliceElements * y.Type.SizeBytes();
            for (int i = 0; i < places.Length; i++)
                updates.Bytes.Slice(i * sliceBytes, sliceBytes).CopyTo(y.Bytes[(places[i] * y.Type.SizeBytes())..]);
            return;
        }

        var task = new ReduceTask(reduction, y, places, updates, sliceElements);
        if (y.Type == ElementType.Bool || !NumberTypes.TryRun(y.Type, ref task))
            throw run.Error($"does not reduce {y.Type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
    }

    private readonly ref struct ReduceTask(Reduction reduction, Value y, ReadOnlySpan<int> places, Value updates, int sliceElements) : INumberTask
    {
        private readonly ReadOnlySpan<int> _places = places;

        public void Run<T>()
            where T : unmanaged, INumber<T>
        {
            Span<T> target = y.WritableWords<T>();
            ReadOnlySpan<T> source = updates.Words<T>();
            for (int i = 0; i < _places.Length; i++)
            {
                for (int element = 0; element < sliceElements; element++)
                {
                    ref T place = ref target[_places[i] + element];
                    place = reduction.Apply(place, source[(i * sliceElements) + element]);
                }
            }
        }
    }
}
