
__careteam_cursor_index_in_current_word() {
    local remaining="${COMP_LINE}"

    local word
    for word in "${COMP_WORDS[@]::COMP_CWORD}"; do
        remaining="${remaining##*([[:space:]])"${word}"*([[:space:]])}"
    done

    local -ir index="$((COMP_POINT - ${#COMP_LINE} + ${#remaining}))"
    if [[ "${index}" -le 0 ]]; then
        printf 0
    else
        printf %s "${index}"
    fi
}

# positional arguments:
#
# - 1: the current (sub)command's count of positional arguments
#
# required variables:
#
# - repeating_flags: the repeating flags that the current (sub)command can accept
# - non_repeating_flags: the non-repeating flags that the current (sub)command can accept
# - repeating_options: the repeating options that the current (sub)command can accept
# - non_repeating_options: the non-repeating options that the current (sub)command can accept
# - positional_number: value ignored
# - unparsed_words: unparsed words from the current command line
#
# modified variables:
#
# - non_repeating_flags: remove flags for this (sub)command that are already on the command line
# - non_repeating_options: remove options for this (sub)command that are already on the command line
# - positional_number: set to the current positional number
# - unparsed_words: remove all flags, options, and option values for this (sub)command
__careteam_offer_flags_options() {
    local -ir positional_count="${1}"
    positional_number=0

    local was_flag_option_terminator_seen=false
    local is_parsing_option_value=false

    local -ar unparsed_word_indices=("${!unparsed_words[@]}")
    local -i word_index
    for word_index in "${unparsed_word_indices[@]}"; do
        if "${is_parsing_option_value}"; then
            # This word is an option value:
            # Reset marker for next word iff not currently the last word
            [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]] && is_parsing_option_value=false
            unset "unparsed_words[${word_index}]"
            # Do not process this word as a flag or an option
            continue
        fi

        local word="${unparsed_words["${word_index}"]}"
        if ! "${was_flag_option_terminator_seen}"; then
            case "${word}" in
            --)
                unset "unparsed_words[${word_index}]"
                # by itself -- is a flag/option terminator, but if it is the last word, it is the start of a completion
                if [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]]; then
                    was_flag_option_terminator_seen=true
                fi
                continue
                ;;
            -*)
                # ${word} is a flag or an option
                # If ${word} is an option, mark that the next word to be parsed is an option value
                local option
                for option in "${repeating_options[@]}" "${non_repeating_options[@]}"; do
                    [[ "${word}" = "${option}" ]] && is_parsing_option_value=true && break
                done

                # Remove ${word} from ${non_repeating_flags} or ${non_repeating_options} so it isn't offered again
                local not_found=true
                local -i index
                for index in "${!non_repeating_flags[@]}"; do
                    if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                        unset "non_repeating_flags[${index}]"
                        non_repeating_flags=("${non_repeating_flags[@]}")
                        not_found=false
                        break
                    fi
                done
                if "${not_found}"; then
                    for index in "${!non_repeating_flags[@]}"; do
                        if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                            unset "non_repeating_flags[${index}]"
                            non_repeating_flags=("${non_repeating_flags[@]}")
                            break
                        fi
                    done
                fi
                unset "unparsed_words[${word_index}]"
                continue
                ;;
            esac
        fi

        # ${word} is neither a flag, nor an option, nor an option value
        if [[ "${positional_number}" -lt "${positional_count}" || "${positional_count}" -lt 0 ]]; then
            # ${word} is a positional
            ((positional_number++))
            unset "unparsed_words[${word_index}]"
        else
            if [[ -z "${word}" ]]; then
                # Could be completing a flag, option, or subcommand
                positional_number=-1
            else
                # ${word} is a subcommand or invalid, so stop processing this (sub)command
                positional_number=-2
            fi
            break
        fi
    done

    unparsed_words=("${unparsed_words[@]}")

    if\
        ! "${was_flag_option_terminator_seen}"\
        && ! "${is_parsing_option_value}"\
        && [[ ("${cur}" = -* && "${positional_number}" -ge 0) || "${positional_number}" -eq -1 ]]
    then
        COMPREPLY+=($(compgen -W "${repeating_flags[*]} ${non_repeating_flags[*]} ${repeating_options[*]} ${non_repeating_options[*]}" -- "${cur}"))
    fi
}

__careteam_add_completions() {
    local completion
    while IFS='' read -r completion; do
        COMPREPLY+=("${completion}")
    done < <(IFS=$'\n' compgen "${@}" -- "${cur}")
}

__careteam_custom_complete() {
    if [[ -n "${cur}" || -z ${COMP_WORDS[${COMP_CWORD}]} || "${COMP_LINE:${COMP_POINT}:1}" != ' ' ]]; then
        local -ar words=("${COMP_WORDS[@]}")
    else
        local -ar words=("${COMP_WORDS[@]::${COMP_CWORD}}" '' "${COMP_WORDS[@]:${COMP_CWORD}}")
    fi

    "${COMP_WORDS[0]}" "${@}" "${words[@]}"
}

_careteam() {
    local state
    state="$(shopt -p;shopt -po)"
    trap "${state//$'\n'/;}" RETURN
    shopt -s extglob
    set +o history +o posix

    local -xr SAP_SHELL=bash
    local -x SAP_SHELL_VERSION
    SAP_SHELL_VERSION="$(IFS='.';printf %s "${BASH_VERSINFO[*]}")"
    local -r SAP_SHELL_VERSION

    local -r cur="${2}"
    local -r prev="${3}"

    local -i positional_number
    local -a unparsed_words=("${COMP_WORDS[@]:1:${COMP_CWORD}}")

    local -a repeating_flags=()
    local -a non_repeating_flags=(--json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    local -a repeating_options=()
    local -a non_repeating_options=(-A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|read|search|save|export|watch|digest|status|reply|chat|new|attach|mark|outbox|draft|sync|cursor|doctor|schema|login|logout|account|serve|help)
        # Offer subcommand argument completions
        "_careteam_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list read search save export watch digest status reply chat new attach mark outbox draft sync cursor doctor schema login logout account serve help' -- "${cur}"))
        ;;
    esac
}

_careteam_list() {
    repeating_flags=()
    non_repeating_flags=(-u --unread --waiting --all -e --json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(--status --priority --type --with --since -n --limit -A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--status')
        __careteam_add_completions -W 'active'$'\n''completed'$'\n''needs-attention'
        return
        ;;
    '--priority')
        __careteam_add_completions -W 'routine'$'\n''urgent'$'\n''high'
        return
        ;;
    '--type')
        __careteam_add_completions -W 'test-result'$'\n''appointment'$'\n''medication'$'\n''care-instruction'$'\n''education'$'\n''check-in'$'\n''administrative'$'\n''other'
        return
        ;;
    '--with')
        return
        ;;
    '--since')
        return
        ;;
    '-n'|'--limit')
        return
        ;;
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion list -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion list -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac
}

_careteam_read() {
    repeating_flags=()
    non_repeating_flags=(--peek --mark-read --raw --fhir --json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(--last -A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--last')
        return
        ;;
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion read -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion read -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion read -- positional@0 "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_careteam_search() {
    repeating_flags=()
    non_repeating_flags=(-e --json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-n --limit -A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--limit')
        return
        ;;
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion search -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion search -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac
}

_careteam_save() {
    repeating_flags=()
    non_repeating_flags=(--json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-o --output -d --directory --scan-cmd -A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-o'|'--output')
        __careteam_add_completions -f
        return
        ;;
    '-d'|'--directory')
        __careteam_add_completions -d
        return
        ;;
    '--scan-cmd')
        return
        ;;
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion save -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion save -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion save -- positional@0 "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_careteam_export() {
    repeating_flags=()
    non_repeating_flags=(--all --attachments --json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(--since --until -o --output -d --directory --scan-cmd -A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--since')
        return
        ;;
    '--until')
        return
        ;;
    '-o'|'--output')
        __careteam_add_completions -f
        return
        ;;
    '-d'|'--directory')
        __careteam_add_completions -d
        return
        ;;
    '--scan-cmd')
        return
        ;;
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion export -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion export -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion export -- positional@0 "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_careteam_watch() {
    repeating_flags=()
    non_repeating_flags=(--commit-on-print --once --notify --json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(--cursor --exec --since --count --for -A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--cursor')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion watch -- --cursor "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--exec')
        return
        ;;
    '--since')
        return
        ;;
    '--count')
        return
        ;;
    '--for')
        return
        ;;
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion watch -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion watch -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac
}

_careteam_digest() {
    repeating_flags=()
    non_repeating_flags=(--mail --send-empty --all-accounts --json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=(--mail-to)
    non_repeating_options=(--cursor --since --detail --template -A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--cursor')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion digest -- --cursor "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--since')
        return
        ;;
    '--detail')
        __careteam_add_completions -W 'counts'$'\n''subjects'$'\n''full'
        return
        ;;
    '--mail-to')
        return
        ;;
    '--template')
        __careteam_add_completions -d
        return
        ;;
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion digest -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion digest -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac
}

_careteam_status() {
    repeating_flags=()
    non_repeating_flags=(-e --json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion status -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion status -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac
}

_careteam_reply() {
    repeating_flags=()
    non_repeating_flags=(--keep-metadata --allow-programs --editor --draft --queue-only --no-queue --json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=(-a --attach)
    non_repeating_options=(-m --message -F --file --scan-cmd --if-latest --client-id --wait-for --about -A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-m'|'--message')
        return
        ;;
    '-F'|'--file')
        __careteam_add_completions -f
        return
        ;;
    '-a'|'--attach')
        __careteam_add_completions -f
        return
        ;;
    '--scan-cmd')
        return
        ;;
    '--if-latest')
        return
        ;;
    '--client-id')
        return
        ;;
    '--wait-for')
        __careteam_add_completions -W 'sent'$'\n''delivered'$'\n''read'
        return
        ;;
    '--about')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion reply -- --about "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion reply -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion reply -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion reply -- positional@0 "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_careteam_chat() {
    repeating_flags=()
    non_repeating_flags=(--peek --json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(--last -A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--last')
        return
        ;;
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion chat -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion chat -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion chat -- positional@0 "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_careteam_new() {
    repeating_flags=()
    non_repeating_flags=(--keep-metadata --allow-programs --editor --draft --queue-only --no-queue --json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=(--to -a --attach)
    non_repeating_options=(--about -s --subject --type --priority -m --message -F --file --scan-cmd --if-latest --client-id --wait-for -A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--to')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion new -- --to "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--about')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion new -- --about "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '-s'|'--subject')
        return
        ;;
    '--type')
        __careteam_add_completions -W 'test-result'$'\n''appointment'$'\n''medication'$'\n''care-instruction'$'\n''education'$'\n''check-in'$'\n''administrative'$'\n''other'
        return
        ;;
    '--priority')
        __careteam_add_completions -W 'routine'$'\n''urgent'$'\n''high'
        return
        ;;
    '-m'|'--message')
        return
        ;;
    '-F'|'--file')
        __careteam_add_completions -f
        return
        ;;
    '-a'|'--attach')
        __careteam_add_completions -f
        return
        ;;
    '--scan-cmd')
        return
        ;;
    '--if-latest')
        return
        ;;
    '--client-id')
        return
        ;;
    '--wait-for')
        __careteam_add_completions -W 'sent'$'\n''delivered'$'\n''read'
        return
        ;;
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion new -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion new -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac
}

_careteam_attach() {
    repeating_flags=()
    non_repeating_flags=(--keep-metadata --allow-programs --queue-only --no-queue --json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-m --message -F --file --scan-cmd --if-latest --client-id --wait-for --about -A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-m'|'--message')
        return
        ;;
    '-F'|'--file')
        __careteam_add_completions -f
        return
        ;;
    '--scan-cmd')
        return
        ;;
    '--if-latest')
        return
        ;;
    '--client-id')
        return
        ;;
    '--wait-for')
        __careteam_add_completions -W 'sent'$'\n''delivered'$'\n''read'
        return
        ;;
    '--about')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion attach -- --about "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion attach -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion attach -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion attach -- positional@0 "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    *)
        __careteam_add_completions -f
        return
        ;;
    esac
}

_careteam_mark() {
    repeating_flags=()
    non_repeating_flags=(--read --unread --done --active --json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion mark -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion mark -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion mark -- positional@0 "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_careteam_outbox() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __careteam_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|show|retry|cancel)
        # Offer subcommand argument completions
        "_careteam_outbox_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list show retry cancel' -- "${cur}"))
        ;;
    esac
}

_careteam_outbox_list() {
    repeating_flags=()
    non_repeating_flags=(--all --json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion outbox list -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion outbox list -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac
}

_careteam_outbox_show() {
    repeating_flags=()
    non_repeating_flags=(--json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion outbox show -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion outbox show -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion outbox show -- positional@0 "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_careteam_outbox_retry() {
    repeating_flags=()
    non_repeating_flags=(--resend --json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion outbox retry -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion outbox retry -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion outbox retry -- positional@0 "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_careteam_outbox_cancel() {
    repeating_flags=()
    non_repeating_flags=(--json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion outbox cancel -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion outbox cancel -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion outbox cancel -- positional@0 "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_careteam_draft() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __careteam_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|edit|send|rm)
        # Offer subcommand argument completions
        "_careteam_draft_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list edit send rm' -- "${cur}"))
        ;;
    esac
}

_careteam_draft_list() {
    repeating_flags=()
    non_repeating_flags=(--json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion draft list -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion draft list -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac
}

_careteam_draft_edit() {
    repeating_flags=()
    non_repeating_flags=(--json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion draft edit -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion draft edit -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion draft edit -- positional@0 "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_careteam_draft_send() {
    repeating_flags=()
    non_repeating_flags=(--queue-only --no-queue --json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(--if-latest --client-id --wait-for -A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--if-latest')
        return
        ;;
    '--client-id')
        return
        ;;
    '--wait-for')
        __careteam_add_completions -W 'sent'$'\n''delivered'$'\n''read'
        return
        ;;
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion draft send -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion draft send -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion draft send -- positional@0 "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_careteam_draft_rm() {
    repeating_flags=()
    non_repeating_flags=(--json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion draft rm -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion draft rm -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion draft rm -- positional@0 "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_careteam_sync() {
    repeating_flags=()
    non_repeating_flags=(--full --outbox-only --json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(--attachments -A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--attachments')
        return
        ;;
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion sync -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion sync -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac
}

_careteam_cursor() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __careteam_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|show|commit|rm)
        # Offer subcommand argument completions
        "_careteam_cursor_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list show commit rm' -- "${cur}"))
        ;;
    esac
}

_careteam_cursor_list() {
    repeating_flags=()
    non_repeating_flags=(--json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion cursor list -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion cursor list -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac
}

_careteam_cursor_show() {
    repeating_flags=()
    non_repeating_flags=(--json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion cursor show -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion cursor show -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion cursor show -- positional@0 "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_careteam_cursor_commit() {
    repeating_flags=()
    non_repeating_flags=(--json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion cursor commit -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion cursor commit -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion cursor commit -- positional@0 "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_careteam_cursor_rm() {
    repeating_flags=()
    non_repeating_flags=(--json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion cursor rm -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion cursor rm -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion cursor rm -- positional@0 "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_careteam_doctor() {
    repeating_flags=()
    non_repeating_flags=(--json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion doctor -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion doctor -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac
}

_careteam_schema() {
    repeating_flags=()
    non_repeating_flags=(--json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion schema -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion schema -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __careteam_add_completions -W 'list'$'\n''read'$'\n''search'$'\n''fhir'$'\n''export'$'\n''status'$'\n''send'$'\n''save'$'\n''mark'$'\n''sync'$'\n''outbox'$'\n''draft'$'\n''cursor'$'\n''account'$'\n''login'$'\n''logout'$'\n''rekey'$'\n''doctor'$'\n''schema'$'\n''digest'$'\n''audit'$'\n''conversation'$'\n''message'$'\n''hit'$'\n''resource'$'\n''attachment'$'\n''marked'$'\n''outbox-item'$'\n''draft-item'$'\n''cursor-item'$'\n''account-item'$'\n''check'$'\n''schema-item'$'\n''audit-event'$'\n''watch'$'\n''event'$'\n''error'
        return
        ;;
    esac
}

_careteam_login() {
    repeating_flags=()
    non_repeating_flags=(--browser --paste --device --no-seal --json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(--backend --token-file --client-id --client-secret-file --key-id --scope --redirect-port --user --patient --secrets -A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--backend')
        __careteam_add_completions -f
        return
        ;;
    '--token-file')
        __careteam_add_completions -f
        return
        ;;
    '--client-id')
        return
        ;;
    '--client-secret-file')
        __careteam_add_completions -f
        return
        ;;
    '--key-id')
        return
        ;;
    '--scope')
        return
        ;;
    '--redirect-port')
        return
        ;;
    '--user')
        return
        ;;
    '--patient')
        return
        ;;
    '--secrets')
        __careteam_add_completions -W 'keyring'$'\n''file'$'\n''command'
        return
        ;;
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion login -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion login -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac
}

_careteam_logout() {
    repeating_flags=()
    non_repeating_flags=(--wipe --json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion logout -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion logout -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac
}

_careteam_account() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __careteam_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|use|rekey|rm)
        # Offer subcommand argument completions
        "_careteam_account_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list use rekey rm' -- "${cur}"))
        ;;
    esac
}

_careteam_account_list() {
    repeating_flags=()
    non_repeating_flags=(--json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion account list -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion account list -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac
}

_careteam_account_use() {
    repeating_flags=()
    non_repeating_flags=(--json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion account use -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion account use -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion account use -- positional@0 "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_careteam_account_rekey() {
    repeating_flags=()
    non_repeating_flags=(--json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(--secrets -A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--secrets')
        __careteam_add_completions -W 'keyring'$'\n''file'$'\n''command'
        return
        ;;
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion account rekey -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion account rekey -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac
}

_careteam_account_rm() {
    repeating_flags=()
    non_repeating_flags=(--json --safe-text --header --offline --refresh --no-input -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-A --account --format --fields --schema --color --timeout --lock-wait --cacert --config)
    __careteam_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-A'|'--account')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion account rm -- --account "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion account rm -- --format "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    '--fields')
        return
        ;;
    '--schema')
        return
        ;;
    '--color')
        __careteam_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timeout')
        return
        ;;
    '--lock-wait')
        return
        ;;
    '--cacert')
        __careteam_add_completions -f
        return
        ;;
    '--config')
        __careteam_add_completions -f
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __careteam_add_completions -W "$(__careteam_custom_complete ---completion account rm -- positional@0 "${COMP_CWORD}" "$(__careteam_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_careteam_serve() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __careteam_offer_flags_options -1
}

_careteam_help() {
    repeating_flags=()
    non_repeating_flags=(--version)
    repeating_options=()
    non_repeating_options=()
    __careteam_offer_flags_options -1
}

complete -o filenames -F _careteam careteam
