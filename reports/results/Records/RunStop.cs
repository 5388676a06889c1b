using System.Text.Json.Serialization;

namespace Eval.Results.Records;

/// <summary>Why a run stopped before all of its plan was made.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunStop>))]
public enum RunStop
{
    /// <summary>What was left of its budget was too little for the next call.</summary>
    Budget,

    /// <summary>Its user stopped it.</summary>
    Interruption,

    /// <summary>A model could not be asked.</summary>
    Refusal,
}
