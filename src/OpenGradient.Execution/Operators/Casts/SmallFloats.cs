using System.Diagnostics;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>The forms of the narrow floats, but <c>f8e8m0</c>, by type.</summary>
internal static class SmallFloats
{
    public static SmallFloat Of(ElementType type) => type switch
    {
        ElementType.Float16 => SmallFloat.Float16,
        ElementType.BFloat16 => SmallFloat.BFloat16,
        ElementType.Float8E4M3Fn => SmallFloat.E4M3Fn,
        ElementType.Float8E4M3FnUz => SmallFloat.E4M3FnUz,
        ElementType.Float8E5M2 => SmallFloat.E5M2,
        ElementType.Float8E5M2FnUz => SmallFloat.E5M2FnUz,
        ElementType.Float4E2M1 => SmallFloat.E2M1,
        _ => throw new UnreachableException(),
    };
}
