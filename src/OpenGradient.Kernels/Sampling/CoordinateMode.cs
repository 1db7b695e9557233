namespace OpenGradient.Kernels;

/// <summary>How an output of a resize is mapped to the inputs; the names are those of ONNX.</summary>
internal enum CoordinateMode
{
    /// <summary><c>half_pixel</c>.</summary>
    HalfPixel,

    /// <summary><c>half_pixel_symmetric</c>.</summary>
    HalfPixelSymmetric,

    /// <summary><c>pytorch_half_pixel</c>.</summary>
    PytorchHalfPixel,

    /// <summary><c>tf_half_pixel_for_nn</c>.</summary>
    HalfPixelNearest,

    /// <summary><c>align_corners</c>.</summary>
    AlignCorners,

    /// <summary><c>asymmetric</c>.</summary>
    Asymmetric,

    /// <summary><c>tf_crop_and_resize</c>.</summary>
    Crop,
}
