namespace OpenGradient.Interop;

/// <summary>How a model was signed (OMS 1.0 §4.1).</summary>
public enum SignatureMethod
{
    /// <summary>By a key that the verifier knows.</summary>
    Key,

    /// <summary>Under a certificate of an authority that the verifier knows.</summary>
    Certificate,

    /// <summary>Under a short-lived certificate of Sigstore, by an identity.</summary>
    Sigstore,
}
