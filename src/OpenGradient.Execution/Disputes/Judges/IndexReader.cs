namespace OpenGradient.Execution.Disputes;

/// <summary>Numbers that name places, as elements of an input.</summary>
internal static class IndexReader
{
    /// <summary>The place that an element names among <paramref name="size"/>; a negative one counts from the end.</summary>
    public static long Chosen(JudgedStep step, JudgedInput indices, long element, int size)
    {
        long index = indices.Integer(element);
        index = index < 0 ? index + size : index;
        return index >= 0 && index < size ? index : throw step.Error($"index {index} is out of range for {size}");
    }

    /// <summary>The place of the slice that a tuple of indices names in axes <paramref name="firstAxis"/> … of a shape; the axes before are those of the tuple.</summary>
    public static long Tuple(JudgedStep step, JudgedInput indices, long tuple, int[] shape, int firstAxis)
    {
        int width = indices.Shape[^1];
        long place = 0;
        for (int i = 0; i < width; i++)
            place = (place * shape[firstAxis + i]) + Chosen(step, indices, (tuple * width) + i, shape[firstAxis + i]);
        return place;
    }
}
