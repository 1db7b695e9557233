namespace OpenGradient.Verification;

/// <summary>Every outcome of a check (receipt-1 §5); each member says which attack or fault it stops.</summary>
public enum VerificationCode
{
    /// <summary>Checked, and right.</summary>
    Ok,

    /// <summary>Right as far as it goes: some leaves are disclosed, the rest stays hidden.</summary>
    OkPartial,

    /// <summary>Exhausting the verifier's memory.</summary>
    BundleTooLarge,

    /// <summary>Two readers that see two bundles in the same bytes; a damaged or truncated file.</summary>
    BundleMalformed,

    /// <summary>Passing a signature over another kind of document off as a receipt.</summary>
    PayloadType,

    /// <summary>Exhausting the verifier's memory with one statement.</summary>
    PayloadTooLarge,

    /// <summary>Two readers that see two statements in the same bytes.</summary>
    PayloadMalformed,

    /// <summary>Two receipt ids for one statement.</summary>
    PayloadNotCanonical,

    /// <summary>Passing a statement of another kind or version off as this one.</summary>
    StatementType,

    /// <summary>A statement that leaves something open.</summary>
    StatementMalformed,

    /// <summary>Showing one output to in-toto tools and another to ours.</summary>
    SubjectMismatch,

    /// <summary>Judging a receipt by a rule that this build does not know.</summary>
    CritUnknown,

    /// <summary>Nothing to check the signature with.</summary>
    IssuerKeyMissing,

    /// <summary>A key of the forger's own put in the place of the issuer's.</summary>
    IssuerKeyMismatch,

    /// <summary>A key off the curve, or in a second encoding.</summary>
    IssuerKeyMalformed,

    /// <summary>A statement that nobody signed, or somebody else did.</summary>
    SignatureMissing,

    /// <summary>Values that a careless verifier accepts for every message (r or s zero); damage.</summary>
    SignatureMalformed,

    /// <summary>A second signature made from the first by anyone.</summary>
    SignatureHighS,

    /// <summary>A statement that was changed after it was signed, or a signature taken from another.</summary>
    SignatureInvalid,

    /// <summary>Nothing shows that the receipt was logged.</summary>
    LogProofMissing,

    /// <summary>A key under which a signature of one text passes for that of another.</summary>
    LogKeyMalformed,

    /// <summary>A log of the forger's own put in the place of the one that the receipt names.</summary>
    LogKeyMismatch,

    /// <summary>A damaged proof.</summary>
    LogProofMalformed,

    /// <summary>A damaged checkpoint, or that of another log under the same key.</summary>
    CheckpointMalformed,

    /// <summary>A root that the log never signed.</summary>
    CheckpointSignatureMissing,

    /// <summary>A root or size that was changed after the log signed it.</summary>
    CheckpointSignatureInvalid,

    /// <summary>The proof of another receipt, or of another place in the log.</summary>
    LogInclusionInvalid,

    /// <summary>A line in a witness's name that the witness did not sign: the log or somebody after it made it up.</summary>
    CosignatureInvalid,

    /// <summary>A tree that the log may have shown to nobody else.</summary>
    QuorumNotMet,

    /// <summary>Nothing was disclosed; the commitment stays closed.</summary>
    NotDisclosed,

    /// <summary>A damaged disclosure, or one leaf counted twice.</summary>
    DisclosureMalformed,

    /// <summary>Showing an input or output that is not the committed one.</summary>
    DisclosureMismatch,

    /// <summary>Running again on an input that is known to be false.</summary>
    DependsOn,

    /// <summary>Running again on a part of the input.</summary>
    InputNotDisclosed,

    /// <summary>Comparing with a part of the output.</summary>
    OutputNotDisclosed,

    /// <summary>The model's files are not at hand.</summary>
    ModelMissing,

    /// <summary>Running under another meaning than the receipt's.</summary>
    SemanticsUnknown,

    /// <summary>A receipt whose grammar would keep its verifier busy for ever.</summary>
    WorkExceeded,

    /// <summary>Running other files than those of the model that the receipt names.</summary>
    ModelMismatch,

    /// <summary>A receipt that names one model and another Program.</summary>
    ProgramMismatch,

    /// <summary>A committed input that the Program cannot have run on.</summary>
    InputInvalid,

    /// <summary>An output that the model did not compute.</summary>
    OutputMismatch,

    /// <summary>An output that was found some other way than by running the Program.</summary>
    TraceMismatch,

    /// <summary>Charging for tokens that were not there, or hiding that the answer was cut.</summary>
    UsageMismatch,

    /// <summary>A number modulo which proofs are not unique, or a second encoding of one.</summary>
    DrawKeyMalformed,

    /// <summary>A random stream that the provider chose.</summary>
    DrawInvalid,

    /// <summary>A damaged proof, or one that two readers read in two ways.</summary>
    ProofMalformed,

    /// <summary>Constants of the forger's own in the place of those that the Program names.</summary>
    ProofConstantsMismatch,

    /// <summary>A proof that could be found by trying.</summary>
    ProofTooWeak,

    /// <summary>A proof about another input.</summary>
    ProofInputMismatch,

    /// <summary>A proof that holds for an input that it hides: whether that is the receipt's, nothing shows.</summary>
    ProofInputHidden,

    /// <summary>Bytes that prove nothing.</summary>
    ProofInvalid,

    /// <summary>Counting a proof that this build cannot check.</summary>
    ProofUnsupported,

    /// <summary>Taking a proof of a part for one of the whole: floats around the core that only a new run checks.</summary>
    ProofOutside,

    /// <summary>A proof about other weights than those of the model.</summary>
    ProofKeyMismatch,

    /// <summary>A damaged vote, or a word put into an auditor's mouth.</summary>
    AuditVoteMalformed,

    /// <summary>A vote that the auditor did not sign.</summary>
    AuditVoteSignature,

    /// <summary>A vote about another receipt.</summary>
    AuditVoteSubject,

    /// <summary>Votes by keys that anybody could have made.</summary>
    AuditorNotTrusted,

    /// <summary>Showing the votes for, where there is one against.</summary>
    AuditContradicted,

    /// <summary>One auditor's word where more are asked for.</summary>
    AuditQuorumNotMet,

    /// <summary>A receipt by a key that the policy does not list.</summary>
    IssuerNotTrusted,

    /// <summary>A receipt in a log that the policy does not list.</summary>
    LogNotTrusted,

    /// <summary>An answer by another model than those that the policy lists.</summary>
    ModelNotAccepted,

    /// <summary>An answer under a meaning that the policy does not list.</summary>
    SemanticsNotAccepted,

    /// <summary>A random stream whose key may have been made to suit it.</summary>
    DrawNotTrusted,

    /// <summary>A proof about weights that nobody whom the policy trusts has vouched for.</summary>
    ProofKeyNotTrusted,

    /// <summary>An answer that a grammar or a bias put into the model's mouth, passed off as its own.</summary>
    AnswerDictated,

    /// <summary>Hiding the part of the input that dictated the answer.</summary>
    DictationHidden,

    /// <summary>A proof is demanded, and nothing says that the weights it is about are those of the model.</summary>
    ProofKeyNotKnown,

    /// <summary>Acting for a purpose, or over an amount, that the policy does not speak of.</summary>
    NoRule,

    /// <summary>The cheap half of a demand shown in the place of the costly one.</summary>
    AlternativesNotMet,

    /// <summary>Replaying the answer to another request.</summary>
    NonceMismatch,

    /// <summary>Replaying an old answer, or one dated ahead.</summary>
    TooOld,

    /// <summary>Counting evidence that was not looked at.</summary>
    UnknownType,
}
