package dataset

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// tarGz packs names and contents, in pairs; a name with a final slash is a folder.
func tarGz(t testing.TB, pairs ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	zipped, _ := gzip.NewWriterLevel(&b, gzip.NoCompression)
	w := tar.NewWriter(zipped)
	for ; len(pairs) > 0; pairs = pairs[2:] {
		header := &tar.Header{Name: pairs[0], Size: int64(len(pairs[1])), Mode: 0o600, Typeflag: tar.TypeReg}
		if pairs[0][len(pairs[0])-1] == '/' {
			header.Typeflag = tar.TypeDir
		}
		require.NoError(t, w.WriteHeader(header))
		_, err := io.WriteString(w, pairs[1])
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	require.NoError(t, zipped.Close())
	return b.Bytes()
}

// served is an archive on a test server that counts requests by their Range.
type served struct {
	archive
	content []byte
	d       downloader

	mu     sync.Mutex
	ranges []string
	// handle answers instead of http.ServeContent, if not nil.
	handle http.HandlerFunc
}

func serve(t *testing.T) *served {
	noise := make([]byte, 300_000)
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range noise {
		noise[i] = byte(rng.Uint32())
	}
	s := &served{content: tarGz(t, "data/", "", "data/a.bin", string(noise), "data/b.txt", "hello")}
	sum := sha256.Sum256(s.content)
	s.archive = archive{file: "data.tar.gz", sha256: hex.EncodeToString(sum[:]), folder: "data"}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.d = newDownloader(Options{BaseURL: server.URL, CacheDir: filepath.Join(t.TempDir(), "cache")})
	return s
}

func (s *served) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.ranges = append(s.ranges, r.Header.Get("Range"))
	s.mu.Unlock()
	if s.handle != nil {
		s.handle(w, r)
		return
	}
	s.send(w, r)
}

func (s *served) send(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("ETag", `"v1"`)
	http.ServeContent(w, r, s.file, time.Time{}, bytes.NewReader(s.content))
}

// cut sends the first n bytes and breaks off.
func (s *served) cut(n int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		w.Header().Set("Content-Length", fmt.Sprint(len(s.content)))
		w.Write(s.content[:n])
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}
}

func (s *served) part() string { return filepath.Join(s.d.cache, s.file+".part") }

// checkCache fails unless the cache holds the unpacked archive and nothing else.
func (s *served) checkCache(t *testing.T, folder string) {
	t.Helper()
	assert.Equal(t, filepath.Join(s.d.cache, "data"), folder)
	text, err := os.ReadFile(filepath.Join(folder, "b.txt"))
	require.NoError(t, err)
	assert.Equal(t, "hello", string(text))
	info, err := os.Stat(filepath.Join(folder, "a.bin"))
	require.NoError(t, err)
	assert.EqualValues(t, 300_000, info.Size())
	assert.Equal(t, []string{"data"}, cacheContent(t, s.d.cache))
}

func cacheContent(t *testing.T, dir string) []string {
	t.Helper()
	names, err := visibleEntries(dir)
	require.NoError(t, err)
	return names
}

func TestDownload(t *testing.T) {
	s := serve(t)
	var done, total int64
	s.d.progress = func(d, n int64) {
		assert.GreaterOrEqual(t, d, done)
		done, total = d, n
	}
	folder, err := s.d.fetch(t.Context(), s.archive)
	require.NoError(t, err)
	s.checkCache(t, folder)
	assert.EqualValues(t, len(s.content), done)
	assert.EqualValues(t, len(s.content), total)

	_, err = s.d.fetch(t.Context(), s.archive)
	require.NoError(t, err)
	assert.Equal(t, []string{""}, s.ranges, "the second time it comes from the cache")
}

func TestDownloadResumes(t *testing.T) {
	s := serve(t)
	s.handle = s.cut(100_000)
	_, err := s.d.fetch(t.Context(), s.archive)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	assert.ErrorContains(t, err, "stopped after 100000 bytes")
	assert.ErrorContains(t, err, s.d.url(s.archive))

	s.handle = nil
	first := int64(-1)
	s.d.progress = func(done, _ int64) {
		if first < 0 {
			first = done
		}
	}
	folder, err := s.d.fetch(t.Context(), s.archive)
	require.NoError(t, err)
	s.checkCache(t, folder)
	assert.EqualValues(t, 100_000, first, "progress goes on from there")
	assert.Equal(t, []string{"", "bytes=100000-"}, s.ranges)
}

func TestDownloadStartsOverWhenTheFileChanged(t *testing.T) {
	s := serve(t)
	write(t, s.part(), bytes.Repeat([]byte("old"), 200_000)) // longer than the new file
	write(t, etagFile(s.part()), []byte(`"v0"`))
	folder, err := s.d.fetch(t.Context(), s.archive)
	require.NoError(t, err)
	s.checkCache(t, folder)
}

func TestDownloadWithoutRangeSupport(t *testing.T) {
	s := serve(t)
	write(t, s.part(), s.content[:1000])
	s.handle = func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `W/"weak"`)
		w.Write(s.content)
	}
	folder, err := s.d.fetch(t.Context(), s.archive)
	require.NoError(t, err)
	s.checkCache(t, folder)
}

func TestDownloadWithCompletePart(t *testing.T) {
	s := serve(t)
	write(t, s.part(), s.content)
	folder, err := s.d.fetch(t.Context(), s.archive)
	require.NoError(t, err)
	s.checkCache(t, folder)
}

func TestDownloadOfArchivePutThereByHand(t *testing.T) {
	s := serve(t)
	write(t, filepath.Join(s.d.cache, s.file), s.content)
	folder, err := s.d.fetch(t.Context(), s.archive)
	require.NoError(t, err)
	s.checkCache(t, folder)
	assert.Empty(t, s.ranges)

	require.NoError(t, os.RemoveAll(folder))
	write(t, filepath.Join(s.d.cache, s.file), []byte("something else"))
	_, err = s.d.fetch(t.Context(), s.archive)
	assert.ErrorIs(t, err, errChecksum)
	assert.ErrorContains(t, err, filepath.Join(s.d.cache, s.file))
}

func TestDownloadCancelled(t *testing.T) {
	s := serve(t)
	ctx, cancel := context.WithCancel(t.Context())
	s.handle = func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		w.Header().Set("Content-Length", fmt.Sprint(len(s.content)))
		w.Write(s.content[:50_000])
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}
	s.d.progress = func(done, _ int64) {
		if done == 50_000 {
			cancel()
		}
	}
	_, err := s.d.fetch(ctx, s.archive)
	require.ErrorIs(t, err, context.Canceled)
	part, err := os.ReadFile(s.part())
	require.NoError(t, err)
	assert.True(t, bytes.Equal(s.content[:50_000], part), "what has arrived is kept")

	s.handle = nil
	folder, err := s.d.fetch(t.Context(), s.archive)
	require.NoError(t, err)
	s.checkCache(t, folder)
}

func TestDownloadStalls(t *testing.T) {
	for name, start := range map[string]func(http.ResponseWriter){
		"before the answer": func(http.ResponseWriter) {},
		"in the middle": func(w http.ResponseWriter) {
			w.Write([]byte("some bytes"))
			w.(http.Flusher).Flush()
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t)
			s.d.patience = 50 * time.Millisecond
			s.handle = func(w http.ResponseWriter, r *http.Request) {
				start(w)
				<-r.Context().Done()
			}
			_, err := s.d.fetch(t.Context(), s.archive)
			assert.ErrorContains(t, err, "nothing has arrived for 50ms: check the connection")
		})
	}
}

func TestDownloadWrongChecksum(t *testing.T) {
	s := serve(t)
	s.sha256 = "00"
	_, err := s.d.fetch(t.Context(), s.archive)
	require.ErrorIs(t, err, errChecksum)
	assert.ErrorContains(t, err, s.d.url(s.archive))
	assert.Empty(t, cacheContent(t, s.d.cache), "nothing is left that could be taken for data")
}

func TestDownloadTooLarge(t *testing.T) {
	s := serve(t)
	s.d.limit = 1000
	_, err := s.d.fetch(t.Context(), s.archive)
	require.ErrorContains(t, err, "the server sends more than 1000 bytes")
	assert.NoFileExists(t, s.part())
}

func TestDownloadHTTPErrors(t *testing.T) {
	tests := []struct {
		name   string
		have   int
		handle http.HandlerFunc
		text   string
	}{
		{"not found", 0, http.NotFound, "the server answered 404 Not Found"},
		{"server error", 10, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) }, "503 Service Unavailable"},
		{"another range", 10, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Range", "bytes 7-9/10")
			w.WriteHeader(http.StatusPartialContent)
		}, `the server sent "bytes 7-9/10" when asked to go on from byte 10`},
		{"no range", 10, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusPartialContent) },
			`the server sent "" when asked`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := serve(t)
			have := s.content[:test.have]
			write(t, s.part(), have)
			s.handle = test.handle
			_, err := s.d.fetch(t.Context(), s.archive)
			require.ErrorContains(t, err, test.text)
			part, err := os.ReadFile(s.part())
			require.NoError(t, err)
			assert.True(t, bytes.Equal(have, part), "the part stays as it was")
		})
	}
}

func TestDownloadConcurrently(t *testing.T) {
	s := serve(t)
	var group sync.WaitGroup
	errs := make([]error, 6)
	for i := range errs {
		group.Go(func() { _, errs[i] = s.d.fetch(t.Context(), s.archive) })
	}
	group.Wait()
	for _, err := range errs {
		assert.NoError(t, err)
	}
	s.checkCache(t, filepath.Join(s.d.cache, "data"))
}

func TestDownloadToUnwritableCache(t *testing.T) {
	s := serve(t)
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, nil)
	s.d.cache = filepath.Join(file, "cache")
	_, err := s.d.fetch(t.Context(), s.archive)
	assert.ErrorContains(t, err, "make the cache for downloads")
}

func TestOpenDownloads(t *testing.T) {
	s := serve(t)
	opt := Options{BaseURL: s.d.baseURL, CacheDir: s.d.cache, Client: &http.Client{}}
	_, err := Open(t.Context(), "cifar10::test", opt)
	require.ErrorIs(t, err, errChecksum, "the server's file is not CIFAR-10")
	assert.ErrorContains(t, err, s.d.baseURL+"/cifar-10-binary.tar.gz")
	assert.ErrorContains(t, err, "cifar10:DIR")

	writeCIFAR10(t, filepath.Join(s.d.cache, "cifar-10-batches-bin"))
	set, err := Open(t.Context(), "cifar10::test", opt)
	require.NoError(t, err)
	assert.Equal(t, []int{7, 8}, set.Labels)
	assert.Len(t, s.ranges, 1)
}

func TestOpenWithNetworkDown(t *testing.T) {
	server := httptest.NewServer(nil)
	server.Close()
	_, err := Open(t.Context(), "cifar100", Options{BaseURL: server.URL, CacheDir: t.TempDir()})
	for _, part := range []string{server.URL + "/cifar-100-binary.tar.gz", "connection refused", "check the connection", "cifar100:DIR"} {
		assert.ErrorContains(t, err, part)
	}
}

func TestUnpackRefuses(t *testing.T) {
	many := []string{}
	for i := range 101 {
		many = append(many, fmt.Sprintf("data/%d", i), "")
	}
	link := func() []byte {
		var b bytes.Buffer
		zipped := gzip.NewWriter(&b)
		w := tar.NewWriter(zipped)
		require.NoError(t, w.WriteHeader(&tar.Header{Name: "data/link", Linkname: "/etc/passwd", Typeflag: tar.TypeSymlink}))
		require.NoError(t, w.Close())
		require.NoError(t, zipped.Close())
		return b.Bytes()
	}
	bomb := func() []byte {
		var b bytes.Buffer
		zipped := gzip.NewWriter(&b)
		w := tar.NewWriter(zipped)
		require.NoError(t, w.WriteHeader(&tar.Header{Name: "data/bomb", Size: 1 << 40, Typeflag: tar.TypeReg}))
		require.NoError(t, zipped.Close())
		return b.Bytes()
	}
	whole := tarGz(t, "data/a", "hello", "data/b", "hello")
	tests := []struct {
		name    string
		content []byte
		text    string
	}{
		{"not gzip", []byte("text"), "the archive is damaged"},
		{"empty", nil, "the archive is damaged"},
		{"truncated", whole[:len(whole)-1200], "unexpected EOF"},
		{"up", tarGz(t, "../evil", "x"), `"../evil" is not a file of the folder data`},
		{"up from inside", tarGz(t, "data/../../evil", "x"), "is not a file of the folder data"},
		{"absolute", tarGz(t, "/data/evil", "x"), "is not a file of the folder data"},
		{"another folder", tarGz(t, "other/a", "x"), "is not a file of the folder data"},
		{"deeper", tarGz(t, "data/a/b", "x"), "is not a file of the folder data"},
		{"link", link(), "is not a file of the folder data"},
		{"twice the same", tarGz(t, "data/a", "x", "data/a", "y"), "file exists"},
		{"bomb", bomb(), "it holds more than 1024 MiB"},
		{"too many files", tarGz(t, many...), "it holds more than 100 files"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, "in", "data.tar.gz")
			write(t, file, test.content)
			cache := filepath.Join(dir, "cache")
			require.NoError(t, os.Mkdir(cache, 0o755))
			err := unpack(t.Context(), file, cache, "data")
			require.ErrorContains(t, err, test.text)
			assert.Empty(t, cacheContent(t, cache))
			assert.Equal(t, []string{"cache", "in"}, cacheContent(t, dir))
		})
	}
}

func TestUnpackCancelled(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "data.tar.gz")
	write(t, file, tarGz(t, "data/a", "hello"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	assert.ErrorIs(t, unpack(ctx, file, dir, "data"), context.Canceled)
	assert.Equal(t, []string{"data.tar.gz"}, cacheContent(t, dir))
}
