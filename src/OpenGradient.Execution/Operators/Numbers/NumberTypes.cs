using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>From element types to the number types of the language.</summary>
internal static class NumberTypes
{
    /// <summary>Runs the task for elements of the type; false if they are not numbers that arithmetic knows.</summary>
    public static bool TryRun<TTask>(ElementType type, ref TTask task)
        where TTask : struct, INumberTask, allows ref struct
    {
        switch (type)
        {
            case ElementType.Float32:
                task.Run<float>();
                return true;
            case ElementType.Int64:
                task.Run<long>();
                return true;
            case ElementType.Int32:
                task.Run<int>();
                return true;
            case ElementType.Int8:
                task.Run<sbyte>();
                return true;
            case ElementType.UInt8 or ElementType.Bool:
                task.Run<byte>();
                return true;
            case ElementType.Float64:
                task.Run<double>();
                return true;
            case ElementType.Int16:
                task.Run<short>();
                return true;
            case ElementType.UInt16:
                task.Run<ushort>();
                return true;
            case ElementType.UInt32:
                task.Run<uint>();
                return true;
            case ElementType.UInt64:
                task.Run<ulong>();
                return true;
            default:
                return false;
        }
    }
}
