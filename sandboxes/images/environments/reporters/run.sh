# Starts a reporter of Python's, so that nothing of the repository is loaded before it has taken its nonce (see eval_results.py).
# usage: bash run.sh REPORTER ARGUMENTS
export EVAL_PYTHONPATH=${PYTHONPATH-}
unset PYTHONPATH
exec python3 -S "${BASH_SOURCE%/*}/$1.py" "${@:2}"
