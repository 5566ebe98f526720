package dataset

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

const officialURL = "https://www.cs.toronto.edu/~kriz/"

// archive is a file to download: a tar.gz with a single folder in it.
type archive struct {
	file   string
	sha256 string // in hexadecimal
	folder string
}

// maxArchiveBytes is far above the size of either archive (170 MB) and keeps a
// wrong server from filling the disk.
const maxArchiveBytes = 1 << 30

// downloader keeps archives, unpacked, in a cache folder:
//
//	FILE.part   what has arrived so far     FILE.part.etag   the version it is of
//	FILE        complete and checked        FOLDER           unpacked
//
// Each step ends with a rename, so that no name ever holds something half done.
// Processes that download the same file at the same time write the same bytes
// to the same places; should the server's file change meanwhile, the checksum
// tells, and the next attempt starts over.
type downloader struct {
	client   *http.Client
	baseURL  string
	cache    string // empty: canvasnet in the user's cache directory
	progress func(done, total int64)
	patience time.Duration // for the server's next bytes
	limit    int64         // bytes of an archive
}

func newDownloader(opt Options) downloader {
	d := downloader{
		client:   cmp.Or(opt.Client, http.DefaultClient),
		baseURL:  cmp.Or(opt.BaseURL, officialURL),
		cache:    opt.CacheDir,
		progress: opt.Progress,
		patience: time.Minute,
		limit:    maxArchiveBytes,
	}
	if d.progress == nil {
		d.progress = func(int64, int64) {}
	}
	return d
}

// fetch returns the folder with the unpacked archive, after downloading,
// checking and unpacking what isn't there yet.
func (d downloader) fetch(ctx context.Context, a archive) (string, error) {
	if d.cache == "" {
		user, err := os.UserCacheDir()
		if err != nil {
			return "", fmt.Errorf("find the cache for downloads: %w", err)
		}
		d.cache = filepath.Join(user, "canvasnet")
	}
	folder := filepath.Join(d.cache, a.folder)
	if isFolder(folder) {
		return folder, nil
	}
	if err := os.MkdirAll(d.cache, 0o755); err != nil {
		return "", fmt.Errorf("make the cache for downloads: %w", err)
	}
	if err := d.fill(ctx, a); err != nil && !isFolder(folder) { // another process may be faster
		return "", err
	}
	file := filepath.Join(d.cache, a.file)
	os.Remove(file) // to save space; another process may have done it
	os.Remove(etagFile(partFile(file)))
	return folder, nil
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// fill brings the unpacked archive into the cache.
func (d downloader) fill(ctx context.Context, a archive) error {
	file := filepath.Join(d.cache, a.file)
	if _, err := os.Stat(file); err != nil {
		part := partFile(file)
		if err := d.download(ctx, a, part); err != nil {
			return fmt.Errorf("download %s: %w", d.url(a), err)
		}
		if err := finish(a, part, file); err != nil {
			return fmt.Errorf("check the download of %s: %w", d.url(a), err)
		}
	} else if err := verify(a, file); err != nil { // it may have been put there by hand
		return fmt.Errorf("check %s: %w", file, err)
	}
	if err := unpack(ctx, file, d.cache, a.folder); err != nil {
		return fmt.Errorf("unpack %s: %w", file, err)
	}
	return nil
}

func (d downloader) url(a archive) string {
	return strings.TrimSuffix(d.baseURL, "/") + "/" + a.file
}

// download brings part to its full length. Whatever stops it, the bytes that
// have arrived stay for the next time.
func (d downloader) download(ctx context.Context, a archive, part string) error {
	out, err := os.OpenFile(part, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return fmt.Errorf("%w: check the permissions", err)
	}
	defer out.Close()
	have, err := out.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}

	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stalled := fmt.Errorf("nothing has arrived for %v: check the connection and try again", d.patience)
	watchdog := time.AfterFunc(d.patience, func() { cancel(stalled) })
	defer watchdog.Stop()

	resp, err := d.request(ctx, a, part, have)
	if err != nil {
		if cause := context.Cause(ctx); cause != nil {
			return cause
		}
		return fmt.Errorf("%w: check the connection and try again", err)
	}
	defer resp.Body.Close()

	switch resp.StatusCode {
	case http.StatusOK: // all of it, perhaps because the file has changed
		if err := restart(out, part, have, resp.Header.Get("ETag")); err != nil {
			return err
		}
		have = 0
	case http.StatusPartialContent:
		if start, ok := rangeStart(resp.Header.Get("Content-Range")); !ok || start != have {
			return fmt.Errorf("the server sent %q when asked to go on from byte %d: remove %s and try again",
				resp.Header.Get("Content-Range"), have, part)
		}
	case http.StatusRequestedRangeNotSatisfiable: // nothing is left to send; the checksum decides
		return nil
	default:
		return fmt.Errorf("the server answered %s: try again later", resp.Status)
	}

	total := int64(-1)
	if resp.ContentLength >= 0 {
		total = have + resp.ContentLength
	}
	body := watched{resp.Body, func() { watchdog.Reset(d.patience) }}
	have, err = d.receive(out, body, have, total)
	if have > d.limit {
		return errors.Join(err, os.Remove(part))
	}
	if cause := context.Cause(ctx); err != nil && cause != nil {
		err = cause
	}
	if err != nil {
		return fmt.Errorf("stopped after %d bytes (%w): try again, it goes on from there", have, err)
	}
	return out.Close()
}

// receive writes body to out from byte have on, and returns how many bytes are
// there then.
func (d downloader) receive(out *os.File, body io.Reader, have, total int64) (int64, error) {
	d.progress(have, total)
	for buf := make([]byte, 1<<16); ; {
		n, err := body.Read(buf)
		if _, err := out.WriteAt(buf[:n], have); err != nil {
			return have, err
		}
		have += int64(n)
		if have > d.limit {
			return have, fmt.Errorf("the server sends more than %d bytes, which is not this archive: check the address", d.limit)
		}
		if n > 0 {
			d.progress(have, total)
		}
		if err == io.EOF {
			return have, nil
		}
		if err != nil {
			return have, err
		}
	}
}

// watched calls seen whenever bytes have been read.
type watched struct {
	io.Reader
	seen func()
}

func (w watched) Read(p []byte) (int, error) {
	n, err := w.Reader.Read(p)
	w.seen()
	return n, err
}

// request asks for the archive from byte have on, on condition that it still is
// the version that part began with.
func (d downloader) request(ctx context.Context, a archive, part string, have int64) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, d.url(a), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept-Encoding", "identity") // the checksum is of the file as it is
	if have > 0 {
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-", have))
		if etag, err := os.ReadFile(etagFile(part)); err == nil && len(etag) > 0 {
			req.Header.Set("If-Range", string(etag))
		}
	}
	return d.client.Do(req)
}

func partFile(file string) string { return file + ".part" }
func etagFile(part string) string { return part + ".etag" }

// restart drops the bytes that part has of another version, and notes the
// version that it will be of. If-Range takes strong validators only (RFC 9110
// §13.1.5).
func restart(out *os.File, part string, have int64, etag string) error {
	if have > 0 { // what is there otherwise is of another process, and good
		if err := out.Truncate(0); err != nil {
			return err
		}
	}
	if strings.HasPrefix(etag, "W/") {
		etag = ""
	}
	return os.WriteFile(etagFile(part), []byte(etag), 0o644)
}

// rangeStart reads the first number of a header such as "bytes 100-199/200".
func rangeStart(contentRange string) (int64, bool) {
	numbers, ok := strings.CutPrefix(contentRange, "bytes ")
	first, _, dash := strings.Cut(numbers, "-")
	start, err := strconv.ParseInt(first, 10, 64)
	return start, ok && dash && err == nil
}

// finish checks a complete part and gives it its final name. A part with a
// wrong checksum is removed: to go on from it would never end well.
func finish(a archive, part, file string) error {
	err := verify(a, part)
	if errors.Is(err, errChecksum) {
		return errors.Join(err, os.Remove(part), os.RemoveAll(etagFile(part)))
	}
	if err == nil {
		err = os.Rename(part, file)
	}
	if errors.Is(err, fs.ErrNotExist) {
		if _, statErr := os.Stat(file); statErr == nil {
			err = nil // another process was faster
		}
	}
	return err
}

var errChecksum = errors.New("wrong checksum")

func verify(a archive, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return err
	}
	if got := hex.EncodeToString(hash.Sum(nil)); got != a.sha256 {
		return fmt.Errorf("%w: SHA-256 is %s and should be %s: remove the file if it is still there, and download it again",
			errChecksum, got, a.sha256)
	}
	return nil
}
