using OpenGradient.Execution.Interpreter.Buffers;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Interpreter;

/// <content>A batch of large elements passes stretches of steps slice by slice: what a step makes still lies in a cache when the next one reads it.</content>
/// <remarks>
/// A slice has an element for each thread where that divides the batch. Sizes follow from shapes and the number of threads, and no bit depends on
/// them: <see cref="IBatchwise"/>. What steps outside of the stretch read is gathered at its end.
/// </remarks>
internal sealed partial class RunState
{
    private readonly Value?[] _wholes; // [value], of which the table has a slice, or nothing any more, while a stretch is run
    private readonly Value?[] _keptWholes; // [value], the objects of the last run
    private readonly Value?[] _keptSlices;

    private void RunInSlices(StepList list)
    {
        for (int place = 0; place < list.Steps.Length;)
        {
            _run.CancellationToken.ThrowIfCancellationRequested();
            if (StretchAt(list, place) is { } stretch)
                place = RunStretch(list, place, stretch);
            else
                RunStep(list.Steps[place++]);
        }
    }

    /// <summary>The stretch that begins at a place; null if there is none. One step alone would gain nothing.</summary>
    private BatchStretch? StretchAt(StepList list, int place)
    {
        BoundStep step = list.Steps[place];
        if (!list.IsBatchwise[place] || place + 1 == list.Steps.Length || !list.IsBatchwise[place + 1] || _values[step.Step.Inputs[0]]!.Shape is not [> 1 and int batch, ..])
            return null;
        int elements = Math.Min(_run.Workers.Count, batch);
        while (batch % elements != 0)
            elements--;
        var stretch = new BatchStretch(step.FirstOutput, batch, elements);
        return elements < batch && Takes(stretch, step) ? stretch : null;
    }

    /// <summary>Whether a step belongs to the stretch: its operands are batches of this size, of elements that are large.</summary>
    private bool Takes(BatchStretch stretch, BoundStep step)
    {
        int rank = _values[step.Step.Inputs[0]]!.Rank;
        foreach (int input in ((IBatchwise)step.Operation).BatchInputs)
        {
            int index = step.Step.Inputs[input];
            Value value = _wholes[index] ?? _values[index]!;
            int elements = stretch.Makes(index) ? stretch.SliceElements : stretch.Batch;
            if (value.Rank != rank || value.Shape[0] != elements || value.Bytes.Length / elements < LeastElementBytes)
                return false;
        }

        return true;
    }

    /// <summary>Takes the whole batch through the stretch from a place on; returns where it ends, which the first slice shows.</summary>
    private int RunStretch(StepList list, int first, BatchStretch stretch)
    {
        int end = first;
        for (int slice = 0; slice < stretch.SliceCount; slice++)
        {
            for (int place = first; slice == 0 ? IsNext(list, place, stretch) : place < end; place++)
            {
                _run.CancellationToken.ThrowIfCancellationRequested();
                TakeSlices(list.Steps[place], stretch, slice);
                RunStep(list.Steps[place]);
                end = slice == 0 ? place + 1 : end;
            }

            Gather(list.Steps.AsSpan()[first..end], stretch, slice);
        }

        ReturnWholes(stretch.FirstValue);
        return end;
    }

    private bool IsNext(StepList list, int place, BatchStretch stretch) =>
        place < list.Steps.Length && list.IsBatchwise[place] && Takes(stretch, list.Steps[place]);

    /// <summary>Puts slices of what the step reads from before the stretch into the table.</summary>
    private void TakeSlices(BoundStep step, BatchStretch stretch, int slice)
    {
        foreach (int input in ((IBatchwise)step.Operation).BatchInputs)
        {
            int index = step.Step.Inputs[input];
            if (stretch.Makes(index))
                continue;
            Value whole = _wholes[index] ??= _values[index]!;
            int byteCount = whole.Bytes.Length / stretch.SliceCount;
            _values[index] = Rebound(ref _keptSlices[index], whole, stretch.SliceElements, whole.Memory.Slice(slice * byteCount, byteCount), buffer: null);
        }
    }

    /// <summary>Adds what the stretch made of a slice, and is still to be read, to what it made of the slices before.</summary>
    private void Gather(ReadOnlySpan<BoundStep> steps, BatchStretch stretch, int slice)
    {
        foreach (BoundStep step in steps)
        {
            if (_values[step.FirstOutput] is not { } part)
                continue;
            Value whole = _wholes[step.FirstOutput] ??= Whole(step, part, stretch);
            CopyParts.Run(part.Bytes, whole.Bytes.Slice(slice * part.Bytes.Length, part.Bytes.Length), _run.Workers);
            Release(step.FirstOutput);
        }
    }

    private Value Whole(BoundStep step, Value part, BatchStretch stretch)
    {
        long byteCount = (long)part.Bytes.Length * stretch.SliceCount;
        if (!_pool.HasRoomFor(byteCount))
            throw StepErrors.Create(step.Index, step.Step, $"an output of {byteCount} bytes is too much; the run may hold {_pool.LiveBytesLimit} in all", InvalidInputKind.TooLarge);
        PooledBuffer buffer = _pool.Rent((int)byteCount);
        return Rebound(ref _keptWholes[step.FirstOutput], part, stretch.Batch, buffer.Memory((int)byteCount), buffer);
    }

    /// <summary>Puts whole values back where slices were, and gives back those from before a stretch that its steps read for the last time.</summary>
    /// <param name="firstValue">The first value that the stretch made; 0 if it was broken off.</param>
    private void ReturnWholes(int firstValue)
    {
        for (int index = 0; index < _wholes.Length; index++)
        {
            if (_wholes[index] is not { } whole)
                continue;
            bool isReadNoMore = index < firstValue && _values[index] is null;
            Release(index);
            _keptSlices[index]?.Unbind();
            _wholes[index] = null;
            _values[index] = whole;
            if (isReadNoMore)
                Release(index);
        }
    }

    /// <summary>The object of an earlier run, if it has the shape, with new elements; else a new one.</summary>
    private static Value Rebound(ref Value? kept, Value like, int elements, Memory<byte> bytes, PooledBuffer? buffer)
    {
        ReadOnlySpan<int> element = like.Shape.AsSpan(1);
        if (kept is not null && kept.Type == like.Type && kept.Shape[0] == elements && element.SequenceEqual(kept.Shape.AsSpan(1)))
            kept.Rebind(bytes, buffer);
        else
            kept = new Value(like.Type, [elements, .. element], bytes, buffer);
        return kept;
    }

    private const int LeastElementBytes = 1 << 18; // what a step reads and makes of less mostly fits a second-level cache
}
