namespace OpenGradient.Kernels;

/// <summary>The sizes of a convolution.</summary>
/// <param name="BatchCount">Images.</param>
/// <param name="InputChannels">Planes of an input image.</param>
/// <param name="OutputChannels">Planes of an output image.</param>
/// <param name="GroupCount">Divides both; output planes of a group see the input planes of that group only.</param>
/// <param name="Window">How the filter moves.</param>
internal readonly record struct ConvolutionShape(int BatchCount, int InputChannels, int OutputChannels, int GroupCount, Window Window)
{
    /// <summary>Input planes that one output sees.</summary>
    public int GroupInputs => InputChannels / GroupCount;

    /// <summary>Output planes of one group.</summary>
    public int GroupOutputs => OutputChannels / GroupCount;

    /// <summary>The length of each dot product.</summary>
    public int Depth => GroupInputs * Window.TapCount;
}
