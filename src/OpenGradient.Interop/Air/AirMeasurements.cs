namespace OpenGradient.Interop;

/// <summary>The registers of the two platforms of AIR v1 (draft section "enclave_measurements").</summary>
internal static class AirMeasurements
{
    public const string TypeName = "measurement_type";
    public const string Nitro = "nitro-pcr";
    public const string Tdx = "tdx-mrtd-rtmr";

    /// <summary>What a document says, as the claim has it.</summary>
    public static CborValue Of(AttestationDocument document) => CborValue.Map(
        [KeyValuePair.Create(CborValue.String(TypeName), CborValue.String(document.Platform)), .. document.Registers.Select(static register => KeyValuePair.Create(CborValue.String(register.Name), CborValue.ByteString(register.Value)))]);

    public static AirCode Check(CborValue measurements)
    {
        if (!measurements.TryGet(TypeName, out CborValue? type) || type.Kind != CborKind.Text || type.Text is not (Nitro or Tdx))
            return AirCode.UnknownMeasurementType;
        bool isNitro = type.Text == Nitro;
        if (!measurements.TryGet("pcr0", out _) || !measurements.TryGet("pcr1", out _) || !measurements.TryGet("pcr2", out _))
            return AirCode.BadMeasurements;
        foreach ((CborValue name, CborValue value) in measurements.Entries)
        {
            if (name is { Kind: CborKind.Text, Text: TypeName })
                continue;
            bool isRegister = name.Kind == CborKind.Text && (name.Text is "pcr0" or "pcr1" or "pcr2" or "pcr3" or "pcr4" || (isNitro && name.Text == "pcr8"));
            if (!isRegister || value.Kind != CborKind.Bytes)
                return AirCode.BadMeasurements;
            if (value.Bytes.Length != AttestationDocument.RegisterBytes)
                return AirCode.BadMeasurementLength;
        }

        return AirCode.Ok;
    }
}
