using System.Runtime.InteropServices;

namespace OpenGradient.Models.Compilation;

/// <summary>Constants of other floats as <c>f32</c>: of 16 bits exactly, of 64 rounded.</summary>
internal static class WidenedConstant
{
    /// <summary>Null if the constant is of another type.</summary>
    public static DraftConstant? TryOf(DraftConstant constant) => constant.Encoding switch
    {
        "f16" => Map<ushort>(constant, static bits => (float)BitConverter.UInt16BitsToHalf(bits)),
        "f64" => Map<double>(constant, static number => (float)number),
        "bf16" => Map<ushort>(constant, static bits => BitConverter.UInt32BitsToSingle((uint)bits << 16)),
        _ => null,
    };

    private static DraftConstant Map<T>(DraftConstant constant, Func<T, float> widen)
        where T : unmanaged
    {
        ReadOnlySpan<T> narrow = MemoryMarshal.Cast<byte, T>(constant.Bytes.Span);
        byte[] bytes = new byte[checked(narrow.Length * sizeof(float))];
        Span<float> wide = MemoryMarshal.Cast<byte, float>(bytes.AsSpan());
        for (int i = 0; i < wide.Length; i++)
            wide[i] = widen(narrow[i]);
        return constant with { Encoding = "f32", Bytes = bytes };
    }
}
