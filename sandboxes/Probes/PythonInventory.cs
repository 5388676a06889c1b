namespace Eval.Sandboxes.Probes;

/// <summary>What tries out in Python, on top of <see cref="PythonSystemProbes.Native"/>, all that can be left, and looks for it.</summary>
internal static class PythonInventory
{
    public const string Source =
        """
        OBJECTS = {
            'POSIX queues': lambda flags: call('mq_open', b'left', 2 | (flags and 0o100), 0o666, None),
            'System V queues': lambda flags: call('msgget', 4711, flags and 0o1666),
            'System V segments': lambda flags: call('shmget', 4711, flags and 4096, flags and 0o1666),
            'System V semaphores': lambda flags: call('semget', 4711, flags and 1, flags and 0o1666),
            'keys': lambda flags: call('add_key', b'user', b'left', b'x', 1, -4) if flags else call('keyctl', 10, -4, b'user', b'left', 0),
            'keys of the session': lambda flags: (
                call('add_key', b'user', b'left', b'x', 1, -3) if flags else call('keyctl', 10, -3, b'user', b'left', 0)),
        }
        def writable():
            with open('/proc/self/mountinfo') as file: lines = [line.split() for line in file]
            for words in lines:
                point, kind = words[4], words[words.index('-') + 1]
                if kind == 'proc':
                    for folder, folders, files in os.walk(point):
                        folders[:] = [name for name in folders if not name.isdigit() and name not in ('self', 'thread-self')]
                        yield from (path for path in (f'{folder}/{name}' for name in files)
                            if not os.path.islink(path) and os.access(path, os.W_OK))
                elif 'rw' in words[5].split(','):
                    if not os.path.isdir(point) and os.access(point, os.W_OK): yield point
                    for folder, _, files in os.walk(point):
                        if os.access(folder, os.W_OK): yield folder
                        yield from (path for path in (f'{folder}/{name}' for name in files)
                            if not os.path.islink(path) and os.access(path, os.W_OK))
        def is_new(path):
            return abs(time.time() - os.stat(path).st_mtime) < 300
        def inventory(mode):
            places = sorted(set(writable()))
            if mode == 'leave':
                for place in places:
                    print('writable', place)
                    attempt(lambda: os.utime(place))
                    if os.path.isdir(place):
                        attempt(lambda: os.makedirs(place + '/left/deep'))
                        attempt(lambda: open(place + '/left/deep/file', 'w').write('x'))
                        attempt(lambda: open(place + '/left-file', 'w').write('x'))
                        attempt(lambda: os.setxattr(place, 'user.left', b'x'))
                        attempt(lambda: os.chmod(place + '/left', 0))
                for name, does in OBJECTS.items(): print('made' if does(1) >= 0 else 'refused', name)
                for name in ('cgroup', 'ipc', 'mnt', 'net', 'pid', 'user', 'uts'):
                    print('namespace', name, attempt(lambda: os.readlink('/proc/self/ns/' + name)))
            else:
                for place in places:
                    if os.path.isdir(place):
                        for name in os.listdir(place):
                            if name.startswith('left'): print('left', place + '/' + name)
                        if attempt(lambda: os.getxattr(place, 'user.left')): print('left', 'the attribute of', place)
                    if not place.startswith('/proc') and is_new(place): print('left', 'the time of', place)
                for name, does in OBJECTS.items():
                    if does(0) >= 0: print('left', name)
                if len(running()) > 3: print('left', 'processes', running())
            print('end', flush=True)
            return 42
        """;
}
