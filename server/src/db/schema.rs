//! The tables, for diesel. A test compares this with what the migrations make on both databases.
#![allow(missing_docs)] // The columns are described where they are made, in `migrations/`.

diesel::table! {
    site (id) {
        id -> BigInt,
        key -> Text,
        name -> Text,
        origins -> Text,
        time_zone -> Text,
        theme -> Text,
        min_n -> Integer,
        budget -> Nullable<Text>,
        demo -> Bool,
        created_at -> BigInt,
        languages -> Text,
        retention_days -> Nullable<Integer>,
        keeps_path -> Bool,
        keeps_person -> Bool,
        erased_before -> BigInt,
    }
}

diesel::table! {
    sighting (site_id, page) {
        site_id -> BigInt,
        page -> Text,
        seen_at -> BigInt,
    }
}

diesel::table! {
    admin (id) {
        id -> BigInt,
        email -> Text,
        password_hash -> Text,
        created_at -> BigInt,
        owner -> Bool,
        totp_secret -> Nullable<Binary>,
        totp_step -> BigInt,
    }
}

diesel::table! {
    session (token_hash) {
        token_hash -> Binary,
        admin_id -> BigInt,
        created_at -> BigInt,
        used_at -> BigInt,
        browser -> Text,
    }
}

diesel::table! {
    recovery_code (admin_id, code_hash) {
        admin_id -> BigInt,
        code_hash -> Binary,
    }
}

diesel::table! {
    pending_sign_in (token_hash) {
        token_hash -> Binary,
        admin_id -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    membership (site_id, admin_id) {
        site_id -> BigInt,
        admin_id -> BigInt,
        role -> Text,
    }
}

diesel::table! {
    invitation (id) {
        id -> BigInt,
        site_id -> BigInt,
        email -> Text,
        role -> Text,
        token_hash -> Binary,
        admin_id -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    api_key (id) {
        id -> BigInt,
        site_id -> BigInt,
        name -> Text,
        scope -> Text,
        token_hash -> Binary,
        hint -> Text,
        created_at -> BigInt,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    audit (id) {
        id -> BigInt,
        site_id -> Nullable<BigInt>,
        admin_id -> Nullable<BigInt>,
        email -> Text,
        at -> BigInt,
        action -> Text,
        object -> Text,
        detail -> Text,
    }
}

diesel::table! {
    phase (id) {
        id -> BigInt,
        site_id -> BigInt,
        name -> Text,
        position -> Integer,
    }
}

diesel::table! {
    channel (id) {
        id -> BigInt,
        site_id -> BigInt,
        name -> Text,
        position -> Integer,
    }
}

diesel::table! {
    touchpoint (id) {
        id -> BigInt,
        site_id -> BigInt,
        phase_id -> BigInt,
        channel_id -> BigInt,
        name -> Text,
        moment_of_truth -> Bool,
        target -> Nullable<Double>,
        position -> Integer,
        description -> Text,
        owner_id -> Nullable<BigInt>,
        target_by -> Nullable<Text>,
        revision -> Integer,
    }
}

diesel::table! {
    map_change (id) {
        id -> BigInt,
        site_id -> BigInt,
        made_at -> BigInt,
        undo -> Text,
    }
}

diesel::table! {
    survey (id) {
        id -> BigInt,
        site_id -> BigInt,
        touchpoint_id -> BigInt,
        name -> Text,
        status -> Text,
        draft -> Text,
        revision -> Integer,
        published_version -> Nullable<Integer>,
        slug -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    survey_version (site_id, survey_id, version) {
        site_id -> BigInt,
        survey_id -> BigInt,
        version -> Integer,
        definition -> Text,
        published_at -> BigInt,
    }
}

diesel::table! {
    response (site_id, id) {
        site_id -> BigInt,
        id -> Binary,
        survey_id -> BigInt,
        version -> Integer,
        touchpoint_id -> BigInt,
        received_at -> BigInt,
        sequence -> Integer,
        complete -> Bool,
        fingerprint -> BigInt,
        language -> Text,
        device -> Text,
        path -> Nullable<Text>,
        chance -> Double,
        elapsed -> Integer,
        fields -> Nullable<Text>,
        person -> Nullable<Text>,
        private -> Bool,
        answers -> Text,
    }
}

diesel::table! {
    comment (site_id, response_id, question) {
        id -> BigInt,
        site_id -> BigInt,
        response_id -> Binary,
        question -> Text,
        touchpoint_id -> BigInt,
        survey_id -> BigInt,
        received_at -> BigInt,
        metric -> Nullable<Text>,
        score -> Nullable<SmallInt>,
        language -> Text,
        device -> Text,
        text -> Text,
        status -> Text,
        searchable -> Bool,
    }
}

diesel::table! {
    comment_loop (site_id, response_id, question) {
        site_id -> BigInt,
        response_id -> Binary,
        question -> Text,
        status -> Text,
        owner_id -> Nullable<BigInt>,
        cause -> Nullable<Text>,
        redacted -> Bool,
        revision -> Integer,
    }
}

diesel::table! {
    comment_tag (site_id, tag, response_id, question) {
        site_id -> BigInt,
        tag -> Text,
        response_id -> Binary,
        question -> Text,
    }
}

diesel::table! {
    comment_note (id) {
        id -> BigInt,
        site_id -> BigInt,
        response_id -> Binary,
        question -> Text,
        admin_id -> Nullable<BigInt>,
        noted_at -> BigInt,
        text -> Text,
    }
}

diesel::table! {
    comment_change (id) {
        id -> BigInt,
        site_id -> BigInt,
        response_id -> Binary,
        question -> Text,
        batch -> Binary,
        admin_id -> Nullable<BigInt>,
        changed_at -> BigInt,
        field -> Text,
        was -> Nullable<Text>,
        became -> Nullable<Text>,
    }
}

diesel::table! {
    rollup_score (site_id, touchpoint_id, hour, survey_id, question, metric) {
        site_id -> BigInt,
        touchpoint_id -> BigInt,
        survey_id -> BigInt,
        question -> Text,
        metric -> Text,
        hour -> Integer,
        n0 -> BigInt,
        n1 -> BigInt,
        n2 -> BigInt,
        n3 -> BigInt,
        n4 -> BigInt,
        n5 -> BigInt,
        n6 -> BigInt,
        n7 -> BigInt,
        n8 -> BigInt,
        n9 -> BigInt,
        n10 -> BigInt,
    }
}

diesel::table! {
    rollup_choice (site_id, touchpoint_id, hour, survey_id, question, choice) {
        site_id -> BigInt,
        touchpoint_id -> BigInt,
        survey_id -> BigInt,
        question -> Text,
        choice -> Text,
        hour -> Integer,
        n -> BigInt,
    }
}

diesel::table! {
    rollup_funnel (site_id, touchpoint_id, hour, survey_id) {
        site_id -> BigInt,
        touchpoint_id -> BigInt,
        survey_id -> BigInt,
        hour -> Integer,
        shown -> BigInt,
        dismissed -> BigInt,
        started -> BigInt,
        scored -> BigInt,
        commented -> BigInt,
        completed -> BigInt,
    }
}

diesel::table! {
    rollup_gate (site_id, survey_id, hour, gate) {
        site_id -> BigInt,
        survey_id -> BigInt,
        hour -> Integer,
        gate -> Text,
        n -> BigInt,
    }
}

diesel::table! {
    trace_link (token_hash) {
        token_hash -> Binary,
        site_id -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    share_link (id) {
        id -> BigInt,
        site_id -> BigInt,
        name -> Text,
        token_hash -> Binary,
        page -> Text,
        object_id -> Nullable<BigInt>,
        query -> Text,
        redacted -> Text,
        admin_id -> Nullable<BigInt>,
        created_at -> BigInt,
        expires_at -> Nullable<BigInt>,
        opened_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    segment (id) {
        id -> BigInt,
        site_id -> BigInt,
        name -> Text,
        filter -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    recount (site_id) {
        site_id -> BigInt,
        revision -> Integer,
        checked_at -> BigInt,
        responses -> BigInt,
        found_at -> Nullable<BigInt>,
        found -> BigInt,
        sample -> Text,
    }
}

diesel::table! {
    block (id) {
        id -> BigInt,
        site_id -> BigInt,
        upto -> Binary,
        first_hour -> Integer,
        last_hour -> Integer,
        responses -> Integer,
        packed -> Binary,
        ids -> Binary,
    }
}

diesel::table! {
    rollup_day (site_id, touchpoint_id, day) {
        site_id -> BigInt,
        touchpoint_id -> BigInt,
        day -> Integer,
        packed -> Nullable<Binary>,
    }
}

diesel::table! {
    rollup_day_horizon (site_id) {
        site_id -> BigInt,
        day -> Integer,
    }
}

diesel::table! {
    sign_in_try (who) {
        who -> Binary,
        n -> Integer,
        since -> BigInt,
    }
}

diesel::table! {
    this_database (only_one) {
        only_one -> Bool,
        id -> Binary,
        moved_from -> Nullable<Binary>,
        moved_at -> Nullable<BigInt>,
        setup_token -> Nullable<Text>,
    }
}

diesel::table! {
    block_horizon (site_id) {
        site_id -> BigInt,
        upto -> Binary,
    }
}

diesel::table! {
    block_change (id) {
        id -> BigInt,
        site_id -> BigInt,
        response_id -> Binary,
    }
}

diesel::joinable!(touchpoint -> phase (phase_id));
diesel::joinable!(touchpoint -> channel (channel_id));
diesel::joinable!(survey -> touchpoint (touchpoint_id));
diesel::joinable!(session -> admin (admin_id));
diesel::joinable!(membership -> admin (admin_id));
diesel::joinable!(membership -> site (site_id));
diesel::joinable!(invitation -> site (site_id));
diesel::joinable!(api_key -> site (site_id));
diesel::joinable!(share_link -> site (site_id));
diesel::joinable!(share_link -> admin (admin_id));

diesel::allow_tables_to_appear_in_same_query!(
    admin,
    api_key,
    block,
    block_change,
    block_horizon,
    channel,
    comment,
    invitation,
    map_change,
    membership,
    comment_change,
    comment_loop,
    comment_note,
    comment_tag,
    phase,
    response,
    rollup_choice,
    rollup_funnel,
    rollup_gate,
    rollup_score,
    segment,
    session,
    share_link,
    sighting,
    site,
    survey,
    survey_version,
    touchpoint,
    trace_link,
);
