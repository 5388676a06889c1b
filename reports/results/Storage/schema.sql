-- One file holds every run. Times and marks are integers of 100 nanoseconds, instants counted from 0001-01-01 UTC; money is decimal text;
-- a text that is not valid UTF-16 or holds a NUL, and every text of attempt_texts, is a blob whose first byte tells its form (StoredText).

create table schema_version (
    version integer not null
);

create table runs (
    run_id     text    not null primary key,
    started_at integer not null,
    ended_at   integer,
    manifest   text    not null,
    sequence   integer not null -- the place in the order in which runs were added: clocks go back
) without rowid;

-- Who wrote a run last; the lock itself is a file beside this one.
create table run_holders (
    run_id text not null primary key,
    holder text not null
) without rowid;

create table attempts (
    id                    integer not null primary key,
    run_id                text    not null references runs (run_id),
    is_judged             integer not null,
    saved_at              integer not null,
    dataset               text    not null,
    task_id               text    not null,
    model                 text    not null,
    sample                integer not null,
    class                 text    not null,
    difficulty            text,
    language              text    not null,
    task_hash             text,
    provider              text    not null,
    request_hash          text,
    served_model          text,
    is_simulated          integer not null,
    is_cached             integer not null,
    verdict               text    not null,
    error                 text,
    finish_reason         text,
    started_at            integer,
    queued                integer,
    retry_wait            integer,
    connected             integer,
    headers               integer,
    first_event           integer,
    first_reasoning       integer,
    first_content         integer,
    last_delta            integer,
    total                 integer,
    content_events        integer,
    chunk_gap_p50         integer,
    chunk_gap_max         integer,
    is_not_streaming      integer,
    concurrency           integer,
    is_saturated          integer,
    input_tokens          integer,
    cached_input_tokens   integer,
    cache_write_tokens    integer,
    output_tokens         integer,
    reasoning_tokens      integer,
    is_usage_estimated    integer not null,
    is_usage_suspect      integer not null,
    provider_cost_usd     text,
    cost_usd              text,
    retries               integer not null,
    sandbox               text,
    isolation             text,
    judge                 text,
    guess_probability     real,
    execution             integer,
    tests_passed          integer,
    tests_total           integer,
    visible_tests_passed  integer,
    answer_rank           text,
    answer_candidates     integer,
    patch_flags           text,
    metrics               text,
    unique (run_id, dataset, task_id, model, sample)
);

create index attempts_by_request on attempts (request_hash, sample) where request_hash is not null;

create index attempts_unjudged on attempts (run_id) where is_judged = 0;

create table attempt_texts (
    attempt_id integer not null primary key references attempts (id),
    prompt     blob,
    reply      blob,
    reasoning  blob,
    code       blob,
    output     blob,
    usage_raw  blob,
    grading    blob,
    trajectory blob,
    calls      blob
);
