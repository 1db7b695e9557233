namespace OpenGradient.Kernels;

/// <summary>How a window moves over a volume: a <see cref="Window"/> for its planes, and a third axis outside of them; a plane is a volume of depth 1.</summary>
/// <param name="Depth">Input planes.</param>
/// <param name="KernelDepth">Window planes.</param>
/// <param name="StrideZ">Planes between windows.</param>
/// <param name="DilationZ">Planes between taps of a window.</param>
/// <param name="PadFront">Planes added before the first.</param>
/// <param name="OutputDepth">Windows from front to back.</param>
/// <param name="Plane">Rows and columns.</param>
internal readonly record struct VolumeWindow(int Depth, int KernelDepth, int StrideZ, int DilationZ, int PadFront, int OutputDepth, Window Plane)
{
    /// <summary>Elements of an input volume.</summary>
    public int VolumeElements => checked(Depth * Plane.PlaneElements);

    /// <summary>Elements of an output volume.</summary>
    public int OutputElements => checked(OutputDepth * Plane.OutputElements);

    /// <summary>The input plane of window plane <paramref name="tap"/> of the windows in output plane <paramref name="z"/>; may lie outside.</summary>
    public int InputZ(int z, int tap) => (z * StrideZ) - PadFront + (tap * DilationZ);
}
